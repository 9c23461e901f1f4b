import { expect, test, type Page } from 'playwright/test'
import { findingsOf } from '../fixtures/accessibility.ts'
import type { layoutFaults } from './gallery/layout-faults.ts'
import { showScene } from './open-scene.ts'
import { collectErrors } from './play.ts'
import { sceneNames } from './scene-names.ts'
import { untranslated } from './untranslated.ts'

/** axe is the slow part: unless asked for all, one language is checked at each of the two sizes. */
const everything = Boolean(process.env['GUICHET_UI_ALL'])
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

type Faults = Awaited<ReturnType<typeof layoutFaults>>
const faultsOf = (page: Page): Promise<Faults> =>
  page.evaluate(() => (window as unknown as { layoutFaults(): Promise<Faults> }).layoutFaults())
const noFault: Omit<Faults, 'unseen'> = {
  misfits: [],
  overhangs: [],
  cutPictures: [],
  cutWords: [],
  nextIsInView: true,
  hintIsInView: true,
}

test.describe.configure({ mode: 'parallel' })

/** One page for all scenes of a worker, so that the bundle is fetched once. */
let page: Page
let errors: string[]
test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ viewport: desktop, reducedMotion: 'reduce' })
  page = await context.newPage()
  errors = collectErrors(page)
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
      await showScene(page, key, language)
      for (const size of [desktop, tablet, ...others]) {
        await page.setViewportSize(size)
        const { unseen, ...faults } = await faultsOf(page)
        expect.soft(faults, `layout at ${size.width}`).toEqual(noFault)
        if (size === desktop && !key.startsWith('hard-')) expect.soft(unseen, `in view at ${size.width}`).toEqual([])
        const looked = size === desktop ? 'fr' : size === tablet ? 'en' : null
        if (everything || language === looked) expect.soft(await findingsOf(page), `axe at ${size.width}`).toEqual([])
      }
      await page.setViewportSize(zoomed)
      expect.soft((await faultsOf(page)).misfits, 'reflow at 400 %').toEqual([])
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
    await showScene(page, key, 'fr', 'dark')
    expect(await findingsOf(page)).toEqual([])
  })
