import type { Page } from 'playwright'

const isShown = async (page: Page, key: string): Promise<void> => {
  await page.waitForSelector(`body[data-scene="${key}"]`, { timeout: 30_000 })
  await page.evaluate(() => document.fonts.ready)
}

/** Loads the gallery anew with one scene and waits until it stands still. */
export async function openScene(page: Page, key: string, language: string, theme = 'light'): Promise<void> {
  await page.goto('about:blank')
  await page.goto(`${process.env['GUICHET_GALLERY_URL']}#${key},${language},${theme}`)
  await isShown(page, key)
}

/** The same on a page that may have shown another scene: its state goes, what was loaded stays. Only for who merely looks. */
export async function showScene(page: Page, key: string, language: string, theme = 'light'): Promise<void> {
  const hash = `#${key},${language},${theme}`
  if (page.url().split('#')[0] !== process.env['GUICHET_GALLERY_URL']) return openScene(page, key, language, theme)
  await page.evaluate((next) => {
    delete document.body.dataset['scene']
    if (location.hash === next) dispatchEvent(new Event('hashchange'))
    else location.hash = next
  }, hash)
  await isShown(page, key)
}
