import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from 'playwright/test'
import { openScene } from './open-scene.ts'
import { sceneNames } from './scene-names.ts'

/** axe is the slow part: unless asked for all, one language is checked at each of the two sizes. */
const everything = Boolean(process.env['GUICHET_UI_ALL'])
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const desktop = { width: 1280, height: 800 }
const tablet = { width: 820, height: 1180 }
/** The tablet laid on its side, and an old screen. */
const others = [
  { width: 1180, height: 820 },
  { width: 1024, height: 768 },
]
/** 400 % zoom of a 1280 pixel screen. */
const zoomed = { width: 320, height: 256 }
const untranslated =
  /\b(access|application|capture|chip|chip-reasons|citizen|common|comparison|consent|decision|document|failures|features|layout|help|home|inspection|log|match|people|person|queue|reasons|receipt|settings|trust|words):[a-z_]/

async function findingsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

/** Controls smaller than 44 by 44 pixels, and pages or parts wider than their place. */
async function misfitsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const small: string[] = []
    const controls =
      'button, a[href], [role="menuitem"], input:not([type="checkbox"], [type="radio"], .pin-input), textarea, .choice, .switch'
    for (const element of document.querySelectorAll<HTMLElement>(controls)) {
      const { width, height } = element.getBoundingClientRect()
      const hidden =
        width <= 1 ||
        element.parentElement!.getBoundingClientRect().width <= 1 ||
        element.closest('[aria-hidden="true"], [inert], [hidden]') ||
        !element.checkVisibility()
      if (!hidden && (width < 43.5 || height < 43.5) && !element.closest('.visually-hidden'))
        small.push(`${Math.round(width)}x${Math.round(height)} ${element.outerHTML.slice(0, 120)}`)
    }
    const excess = document.documentElement.scrollWidth - innerWidth
    if (excess > 0) small.push(`wider than the window by ${excess}`)
    for (const part of document.querySelectorAll('.stage, .file, .dialog, .drawer, .bar, .top'))
      if (part.checkVisibility() && part.scrollWidth > part.clientWidth + 1)
        small.push(`${part.className} is too narrow`)
    return small
  })
}

/** Portraits that are cut, or run under what is asked beside or below them: nobody can compare half a face. */
async function cutPortraitsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const side = document.querySelector('.file.side')?.getBoundingClientRect()
    return [...document.querySelectorAll('.eye-line-box .portrait img, .faces .picture')].flatMap((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect()
      const place = element.closest('.eye-line-box, .faces')!.getBoundingClientRect()
      const isWhole =
        left >= place.left - 1 && right <= place.right + 1 && top >= place.top - 1 && bottom <= place.bottom + 1
      const isFree = !side || bottom <= side.top || right <= side.left
      return isWhole && isFree
        ? []
        : [`${element.className || element.tagName} ${[left, top, right, bottom].map(Math.round)}`]
    })
  })
}

async function nextIsInView(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const next = document.querySelector('#next-action, button[type="submit"]')
    if (!next || next.closest('[inert], [aria-hidden="true"]')) return true
    const { top, bottom, left, right } = next.getBoundingClientRect()
    return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth
  })
}

/** Words that end on another line than they began: a name cut inside a word cannot be compared. */
async function cutWordsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut: string[] = []
    for (const place of document.querySelectorAll('h1, .button, .compare td, .file dd, .citizen-fields dd')) {
      const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT)
      while (texts.nextNode()) {
        const { nodeValue } = texts.currentNode
        for (const { 0: word, index } of nodeValue!.matchAll(/[^\s\u00A0\u202F–-]+/g)) {
          const range = document.createRange()
          range.setStart(texts.currentNode, index)
          range.setEnd(texts.currentNode, index + word.length)
          const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)))
          if (tops.size > 1) cut.push(word)
        }
      }
    }
    return cut
  })
}

/** The live picture and its hint belong together on one screen. */
async function hintIsInView(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const hint = document.querySelector('.stage .camera.beside .camera-hint')
    const bar = document.querySelector('.bar')
    return !hint || !bar || hint.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top
  })
}

test.describe.configure({ mode: 'parallel' })

/** One page for all scenes of a worker, so that the bundle is fetched once. */
let page: Page
const errors: string[] = []
test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ viewport: desktop, reducedMotion: 'reduce' })
  page = await context.newPage()
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(error.message))
})
test.afterAll(() => page.context().close())

test('the gallery has scenes', () => {
  expect(sceneNames.length).toBeGreaterThan(45)
})

for (const key of sceneNames)
  for (const language of ['fr', 'en'])
    test(`${key}, ${language}`, async () => {
      errors.length = 0
      await page.setViewportSize(desktop)
      await openScene(page, key, language)
      for (const size of [desktop, tablet, ...others]) {
        await page.setViewportSize(size)
        // Popovers find their new place on the next frames.
        await page.waitForTimeout(100)
        const looked = size === desktop ? 'fr' : size === tablet ? 'en' : null
        if (everything || language === looked) expect.soft(await findingsOf(page), `axe at ${size.width}`).toEqual([])
        expect.soft(await misfitsOf(page), `layout at ${size.width}`).toEqual([])
        expect.soft(await nextIsInView(page), `next action in view at ${size.width}`).toBe(true)
        expect.soft(await hintIsInView(page), `hint in view at ${size.width}`).toBe(true)
        expect.soft(await cutWordsOf(page), `cut words at ${size.width}`).toEqual([])
        expect.soft(await cutPortraitsOf(page), `portraits at ${size.width}`).toEqual([])
      }
      await page.setViewportSize(zoomed)
      await page.waitForTimeout(100)
      expect.soft(await misfitsOf(page), 'reflow at 400 %').toEqual([])
      expect.soft(await page.locator('body').innerText()).not.toMatch(untranslated)
      expect.soft(errors).toEqual([])
    })

for (const key of [
  'login',
  'home',
  'consent',
  'chip-reading',
  'comparison-differs',
  'person',
  'decision-blocked',
  'log',
])
  test(`${key}, dark`, async () => {
    await page.setViewportSize(desktop)
    await openScene(page, key, 'fr', 'dark')
    expect(await findingsOf(page)).toEqual([])
  })
