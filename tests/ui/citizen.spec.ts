import { expect, test, type Page } from 'playwright/test'
import { addressOfPage, pages } from '../../src/citizen/core/routes.ts'
import { findingsOf } from '../fixtures/accessibility.ts'
import { scenes } from './citizen/scenes.ts'
import { collectErrors } from './play.ts'
import { untranslated } from './untranslated.ts'

const telephone = { width: 320, height: 640 }
const computer = { width: 1280, height: 800 }
const keys = Object.keys(scenes)

interface Gallery {
  play(named: string): void
}

/** On the page that showed the scene before, so that the bundle is loaded once. */
async function open(page: Page, key: string, language: string): Promise<void> {
  const named = `${key},${language}`
  if (await page.evaluate(() => 'play' in window))
    await page.evaluate((next) => {
      delete document.body.dataset['scene']
      ;(window as unknown as Gallery).play(next)
    }, named)
  else await page.goto(`${process.env['GUICHET_CITIZEN_GALLERY_URL']}#${named}`)
  await page.waitForSelector(`body[data-scene="${key}"]`, { timeout: 15_000 })
  await page.evaluate(() => document.fonts.ready)
}

/** Controls smaller than 44 by 44 pixels, and a page wider than its window. */
async function misfitsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>('button, a[href], select, .choice, .input')) {
      const { width, height } = element.getBoundingClientRect()
      if (!element.checkVisibility() || width <= 1 || element.matches('.skip')) continue
      if (width < 43.5 || height < 43.5)
        found.push(`${Math.round(width)}x${Math.round(height)} ${element.outerHTML.slice(0, 100)}`)
    }
    const excess = document.documentElement.scrollWidth - innerWidth
    if (excess > 0) found.push(`wider than the window by ${excess}`)
    for (const part of document.querySelectorAll<HTMLElement>('.panel, .notice, .choice, .facts'))
      if (part.scrollWidth > part.clientWidth + 1) found.push(`${part.className} is too narrow`)
    return found
  })
}

/** A window of another size is drawn. */
const settled = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))

test.describe.configure({ mode: 'parallel' })
let page: Page
let errors: string[]
test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ viewport: computer, reducedMotion: 'reduce', locale: 'fr-FR' })
  page = await context.newPage()
  errors = collectErrors(page)
})
test.afterAll(() => page.context().close())

test('the gallery has the citizen’s pages', () => expect(keys.length).toBeGreaterThan(50))

for (const key of keys)
  for (const language of ['fr', 'en'])
    test(`citizen: ${key}, ${language}`, async ({}, info) => {
      errors.length = 0
      await page.setViewportSize(telephone)
      await open(page, key, language)
      for (const size of [telephone, computer]) {
        await page.setViewportSize(size)
        await settled(page)
        expect.soft(await findingsOf(page), `axe at ${size.width}`).toEqual([])
        expect.soft(await misfitsOf(page), `layout at ${size.width}`).toEqual([])
        if (process.env['GUICHET_PICTURES'])
          await page.screenshot({
            path: `${process.env['GUICHET_PICTURES']}/${key}.${size.width}.${language}.png`,
            fullPage: true,
          })
      }
      expect.soft(await page.locator('body').innerText(), info.title).not.toMatch(untranslated)
      // The reference's QR code is the service's: the gallery has none.
      expect.soft(errors.filter((text) => !text.includes('404'))).toEqual([])
    })

for (const key of ['welcome', 'check-no', 'names-errors', 'status-visit', 'pending', 'login-number'])
  test(`citizen: ${key}, dark`, async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize(telephone)
    await open(page, key, 'fr')
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(await findingsOf(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
  })

for (const key of ['account-none', 'add-none', 'new-email-none', 'parcel-none', 'reset-none', 'rights-none'])
  test(`citizen: ${key} names the ways to an identity`, async () => {
    await open(page, key, 'fr')
    const links = page.locator('main').getByRole('listitem').getByRole('link')
    const wanted = [pages.app, pages.status, pages.help].map(addressOfPage)
    expect(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')))).toEqual(wanted)
  })

for (const [key, way] of Object.entries({
  'reset-suspended': pages.status,
  'add-suspended': pages.status,
  'new-email-suspended': pages.status,
  'parcel-suspended': pages.status,
  'app-code-locked': pages.reset,
}))
  test(`citizen: ${key} asks for nothing that is refused, and names the way on`, async () => {
    await open(page, key, 'fr')
    await expect(page.locator('main form')).toHaveCount(0)
    await expect(page.locator(`main a[href="${addressOfPage(way)}"]`).first()).toBeVisible()
  })

test('citizen: what ended while a page was open names where it goes on', async () => {
  await open(page, 'consent-session-over', 'fr')
  await expect(page.locator(`[role=alert] a[href="${addressOfPage(pages.email)}"]`)).toBeVisible()
})

test('citizen: a button under the pointer is read as before', async () => {
  await page.setViewportSize(computer)
  await open(page, 'not-me', 'fr')
  const button = page.locator('main .button.danger')
  await button.hover()
  // The change of colour has had its time.
  await page.waitForTimeout(400)
  expect(await findingsOf(page)).toEqual([])
})

test('citizen: the next step at the same address says its heading', async () => {
  await open(page, 'email-code', 'fr')
  await page.locator('main .row .quiet').press('Enter')
  await expect(page.locator('#email')).toBeVisible()
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
})
