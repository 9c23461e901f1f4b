import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import sharp from 'sharp'
import { findingsOf } from '../fixtures/accessibility.ts'

const folder = resolve(import.meta.dirname, '..', '..', 'docs', 'screens')
const sizes = {
  counter: { width: 1280, height: 800 },
  tablet: { width: 820, height: 1180 },
}
/** The button that changes to the language it names. */
const languages = { fr: 'Français', en: 'English' }
/** A text that is missing shows its key, `namespace:key`. */
const missingText = /\b[a-z]+:[a-zA-Z]\w*/
type LanguageName = keyof typeof languages

/** With `SCREENS=1`, writes the page's picture into docs/screens, as a palette PNG. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENS) return
  await page.mouse.move(0, 0)
  const taken = await page.screenshot({ animations: 'disabled' })
  mkdirSync(folder, { recursive: true })
  const small = await sharp(taken).png({ palette: true, quality: 90, effort: 10, compressionLevel: 9 }).toBuffer()
  writeFileSync(join(folder, `${name}.png`), small)
}

/** Does something at the counter's size and the tablet's, then returns to the size of before. */
async function atBothSizes(page: Page, act: (size: string) => Promise<void>): Promise<void> {
  const before = page.viewportSize()!
  for (const [name, size] of Object.entries(sizes)) {
    await page.setViewportSize(size)
    await act(name)
  }
  await page.setViewportSize(before)
}

async function expectNoViolation(page: Page, where: string): Promise<void> {
  expect(await findingsOf(page), `axe, ${where}`).toEqual([])
}

/** axe finds nothing on this screen, at the counter's size and the tablet's. */
export async function expectAccessible(page: Page): Promise<void> {
  await atBothSizes(page, (size) => expectNoViolation(page, size))
}

const speaks = (page: Page) => page.evaluate(() => document.documentElement.lang as LanguageName)

async function speak(page: Page, language: LanguageName): Promise<void> {
  if ((await speaks(page)) === language) return
  // Below a dialog the button is out of reach for people, not for this.
  await page.getByRole('button', { name: languages[language], includeHidden: true }).dispatchEvent('click')
  await expect.poll(() => speaks(page)).toBe(language)
}

/** This screen in both languages and sizes: accessible, nothing wider than its window, no text missing; pictures on demand. */
export async function expectGoodLooks(page: Page, name: string): Promise<void> {
  const before = await speaks(page)
  for (const language of Object.keys(languages) as LanguageName[]) {
    await speak(page, language)
    await atBothSizes(page, async (size) => {
      await expectNoViolation(page, `${language}, ${size}`)
      const tooWide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(tooWide, `pixels too wide, ${language}, ${size}`).toBeLessThanOrEqual(0)
      await expect(page.locator('body'), `${language}, ${size}`).not.toContainText(missingText)
      await takePicture(page, `${name}.${size}-${language}`)
    })
  }
  await speak(page, before)
}
