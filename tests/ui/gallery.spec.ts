import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from 'playwright/test'
import { openScene } from './open-scene.ts'
import { sceneNames } from './scene-names.ts'

/** axe is the slow part: unless asked for all, one language is checked at each of the two sizes. */
const everything = Boolean(process.env['GUICHET_UI_ALL'])
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const desk = { width: 1280, height: 800 }
const tablet = { width: 820, height: 1180 }
/** 400 % zoom of a 1280 pixel screen. */
const zoomed = { width: 320, height: 256 }
const untranslated =
  /\b(access|application|capture|chip|chip-reasons|citizen|common|comparison|consent|decision|document|failures|features|frame|help|home|inspection|log|match|people|person|queue|reasons|receipt|settings|trust|words):[a-z_]/

async function findingsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

/** Controls smaller than 44 by 44 pixels, and pages wider than their window. */
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
    return excess > 0 ? [...small, `wider than the window by ${excess}`] : small
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

/** One page for all scenes, so that the bundle is fetched once. */
let page: Page
const errors: string[] = []
test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ viewport: desk, reducedMotion: 'reduce' })
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
      await page.setViewportSize(desk)
      await openScene(page, key, language)
      for (const size of [desk, tablet]) {
        await page.setViewportSize(size)
        // Popovers find their new place on the next frames.
        await page.waitForTimeout(100)
        if (everything || (size === desk) === (language === 'fr'))
          expect.soft(await findingsOf(page), `axe at ${size.width}`).toEqual([])
        expect.soft(await misfitsOf(page), `layout at ${size.width}`).toEqual([])
        expect.soft(await nextIsInView(page), `next action in view at ${size.width}`).toBe(true)
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
    await page.setViewportSize(desk)
    await openScene(page, key, 'fr', 'dark')
    expect(await findingsOf(page)).toEqual([])
  })
