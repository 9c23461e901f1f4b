import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { photographOf } from '../e2e/clerk.ts'
import { createFedCamera } from '../fixtures/camera.ts'
import { launchChromium } from '../fixtures/chromium.ts'
import buildGallery from './build-gallery.ts'
import { openScene } from './open-scene.ts'
import { sceneNames } from './scene-names.ts'

/** `node tests/ui/screenshots.ts FOLDER [WIDTHxHEIGHT] [fr|en] [light|dark] [scene …]`: pictures of the gallery's screens. */
const [folder = '/tmp/guichet-screens', size = '1280x800', language = 'fr', theme = 'light', ...wanted] =
  process.argv.slice(2)
const [width = 1280, height = 800] = size.split('x').map(Number)
mkdirSync(folder, { recursive: true })
const stop = await buildGallery()
const camera = await createFedCamera()
const browser = await launchChromium(camera)
const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })
const page = await context.newPage()
page.on('console', (message) => message.type() === 'error' && console.error(message.text()))
page.on('pageerror', (error) => console.error(error.message))

/** What stands before the camera in a scene, where anything does. */
const before: Record<string, () => Promise<Uint8Array>> = {
  document: () => photographOf('passport'),
  person: async () => {
    await openScene(page, 'person', language)
    const source = await page.locator('.portrait img').getAttribute('src')
    return Buffer.from(source!.split(',')[1]!, 'base64')
  },
}

for (const key of wanted.length > 0 ? wanted : sceneNames) {
  const shown = before[key]
  if (shown) await camera.show(await shown())
  await openScene(page, key, language, theme)
  if (shown) await page.waitForTimeout(2500)
  await page.screenshot({ path: join(folder, `${key}.png`) })
}
await browser.close()
camera.remove()
stop()
