import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from 'playwright/test'
import { openScene } from './open-scene.ts'
import { sceneNames } from './scene-names.ts'
import { untranslated } from './untranslated.ts'

/** axe is the slow part: unless asked for all, one language is checked at each of the two sizes. */
const everything = Boolean(process.env['GUICHET_UI_ALL'])
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const desktop = { width: 1280, height: 800 }
const tablet = { width: 820, height: 1180 }
/** The tablet laid on its side, a large screen, and an old one. */
const others = [
  { width: 1180, height: 820 },
  { width: 1920, height: 1080 },
  { width: 1024, height: 768 },
]
/** 400 % zoom of a 1280 pixel screen. */
const zoomed = { width: 320, height: 256 }

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

/**
 * Controls that stand out of something around them: an edge that is cut off, or a box over its neighbour. Tables scroll in
 * their own region, and a quiet button hangs by its padding alone.
 */
async function overhangsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls = 'button:not(.quiet), a[href], input, textarea, select, [role="radio"], [role="menuitem"]'
    const isUnseen = (element: Element) => element.getBoundingClientRect().width <= 1
    const found: string[] = []
    for (const control of document.querySelectorAll<HTMLElement>(controls)) {
      const own = control.getBoundingClientRect()
      if (!control.checkVisibility() || control.closest('.visually-hidden, [inert], [hidden], [aria-hidden]')) continue
      let inner: HTMLElement = control
      for (let outer = control.parentElement; outer; inner = outer, outer = outer.parentElement) {
        if (isUnseen(inner) || isUnseen(outer)) break
        if (['absolute', 'fixed'].includes(getComputedStyle(inner).position) || inner.matches('.scroll')) break
        if (['inline', 'contents'].includes(getComputedStyle(outer).display)) continue
        const { left, right } = outer.getBoundingClientRect()
        const excess = Math.max(left - own.left, own.right - right)
        if (excess <= 0.5) continue
        found.push(
          `${excess.toFixed(1)} px out of ${outer.className || outer.tagName}: ${control.outerHTML.slice(0, 99)}`,
        )
        break
      }
    }
    return found
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

/** What has to be seen without scrolling: the ways round, what is to be judged, and that all conditions of a good case are met. */
const mustSee = '.ways, .judgement, .stage-inner:not(:has(.notice.bad, .notice.attention, .spellings)) .eligibility'

/** Of that, what the bar or the window's end covers. */
async function unseenOf(page: Page): Promise<string[]> {
  return page.evaluate((selector) => {
    const end = document.querySelector('.bar')?.getBoundingClientRect().top ?? innerHeight
    return [...document.querySelectorAll(selector)]
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().bottom > end + 0.5)
      .map(
        (element) => `${element.className} ends ${Math.round(element.getBoundingClientRect().bottom - end)} px below`,
      )
  }, mustSee)
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

test('every scene of the gallery is looked at', async () => {
  await page.goto('about:blank')
  await page.goto(process.env['GUICHET_GALLERY_URL']!)
  const links = await page.getByRole('link').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).hash))
  expect([...new Set(links.map((hash) => hash.slice(1).split(',')[0]))].sort()).toEqual([...sceneNames].sort())
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
        if (size === desktop && !key.startsWith('hard-'))
          expect.soft(await unseenOf(page), `in view at ${size.width}`).toEqual([])
        expect.soft(await misfitsOf(page), `layout at ${size.width}`).toEqual([])
        expect.soft(await overhangsOf(page), `controls at ${size.width}`).toEqual([])
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
