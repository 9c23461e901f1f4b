import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import buildGallery from './build-gallery.ts'
import { openScene } from './open-scene.ts'
import { sceneNames } from './scene-names.ts'

/** `node tests/ui/screenshots.ts FOLDER [WIDTHxHEIGHT] [fr|en] [light|dark] [scene …]`: pictures of the gallery's screens. */
const [folder = '/tmp/guichet-screens', size = '1280x800', language = 'fr', theme = 'light', ...wanted] =
  process.argv.slice(2)
const [width = 1280, height = 800] = size.split('x').map(Number)
mkdirSync(folder, { recursive: true })
const stop = await buildGallery()
const browser = await chromium.launch({
  executablePath: process.env['GUICHET_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--no-first-run'],
})
const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })
const page = await context.newPage()
page.on('console', (message) => message.type() === 'error' && console.error(message.text()))
page.on('pageerror', (error) => console.error(error.message))
for (const key of wanted.length > 0 ? wanted : sceneNames) {
  await openScene(page, key, language, theme)
  await page.waitForTimeout(key.startsWith('document') || key === 'person' ? 1200 : 100)
  await page.screenshot({ path: join(folder, `${key}.png`) })
}
await browser.close()
stop()
