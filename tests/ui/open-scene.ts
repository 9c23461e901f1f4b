import type { Page } from 'playwright/test'

/** Opens one scene and waits until it stands still. */
export async function openScene(page: Page, key: string, language: string, theme = 'light'): Promise<void> {
  await page.goto('about:blank')
  await page.goto(`${process.env['GUICHET_GALLERY_URL']}#${key},${language},${theme}`)
  await page.waitForSelector(`body[data-scene="${key}"]`, { timeout: 30_000 })
  await page.evaluate(() => document.fonts.ready)
}
