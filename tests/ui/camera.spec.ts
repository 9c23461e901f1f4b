import { readFileSync } from 'node:fs'
import { chromium, expect, test, type Browser, type Page } from 'playwright/test'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { formatReference } from '../../src/contract/reference.ts'
import { photographOf, specimen } from '../e2e/clerk.ts'
import { createFedCamera, type FedCamera } from '../fixtures/camera.ts'
import { openScene } from './open-scene.ts'

let camera: FedCamera
let browser: Browser
let page: Page

test.setTimeout(120_000)
test.beforeAll(async () => {
  camera = await createFedCamera()
  browser = await chromium.launch({
    executablePath: process.env['GUICHET_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${camera.file}`,
    ],
  })
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
})
test.afterAll(async () => {
  await browser.close()
  camera.remove()
})

const postedBy = (name: string) =>
  page.evaluate((wanted) => {
    const { posted } = window as unknown as { posted: { name: string; input: Record<string, unknown> }[] }
    return posted.filter((post) => post.name === wanted).map(({ input }) => input)
  }, name)

test('a passport in front of the camera is read without a touch', async () => {
  await camera.show(await photographOf('passport'))
  await openScene(page, 'document', 'en')
  await expect.poll(() => postedBy('session.submitMrz'), { timeout: 90_000 }).toHaveLength(1)
  const [capture] = await postedBy('session.submitMrz')
  expect(capture).toMatchObject({ source: 'camera', lines: specimen('passport').mrzLines })
})

test('an application’s QR code opens it', async () => {
  const reference = formatReference('7KQ4M2X9D')
  // In Node the module finds no server to fetch its code from.
  const wasm = new URL(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm'))
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } })
  const { image } = await writeBarcode(reference, { format: 'QRCode', scale: 8 })
  await camera.show(new Uint8Array(await image!.arrayBuffer()))
  await openScene(page, 'home', 'en')
  await page.getByRole('button', { name: 'Scan the QR code' }).click()
  await expect.poll(() => postedBy('session.open'), { timeout: 30_000 }).toEqual([{ reference }])
})
