import { readFileSync } from 'node:fs'
import { chromium, expect, test, type Browser, type Page } from 'playwright/test'
import sharp from 'sharp'
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

/** A page of A4 on a scanner at 1,200 dots per inch, 139 megapixels, the document lying on it. */
async function largeScan(progressive: boolean): Promise<Buffer> {
  const document = await sharp(await photographOf('passport'))
    .extract({ left: 100, top: 20, width: 1080, height: 680 })
    .resize({ width: 5900 })
    .toBuffer()
  return sharp({ create: { width: 9921, height: 14_031, channels: 3, background: '#efeeea' } })
    .composite([{ input: document, left: 900, top: 1200 }])
    .jpeg({ quality: 80, progressive })
    .toBuffer()
}

/** The most that any process of a page has ever held (proc(5), VmHWM): such a scan, decoded whole, is 557 MB alone. */
async function expectBoundedMemory(): Promise<void> {
  if (process.platform !== 'linux') return
  const devtools = await browser.newBrowserCDPSession()
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo')
  for (const { id } of processInfo.filter(({ type }) => type === 'renderer')) {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))
    expect(Number(peak![1]) / 1024, 'megabytes at most').toBeLessThan(500)
  }
}

async function chooseScan(name: string, mimeType: string, buffer: Buffer) {
  await openScene(page, 'document-file', 'en')
  const chooser = page.waitForEvent('filechooser')
  await page.locator('#next-action').click()
  await (await chooser).setFiles({ name, mimeType, buffer })
}

test('a scan of 139 megapixels is read, and never stands whole in memory', async () => {
  await chooseScan('scan.jpg', 'image/jpeg', await largeScan(false))
  await expect.poll(() => postedBy('session.submitMrz'), { timeout: 90_000 }).toHaveLength(1)
  const [capture] = await postedBy('session.submitMrz')
  expect(capture).toMatchObject({ source: 'image', lines: specimen('passport').mrzLines })
  await expectBoundedMemory()
})

test('pictures too large to be made smaller on the way are refused before they are decoded', async () => {
  const paper = sharp({ create: { width: 9921, height: 14_031, channels: 3, background: '#efeeea' } })
  const files: [string, string, Buffer][] = [
    ['scan.jpg', 'image/jpeg', await largeScan(true)],
    ['scan.png', 'image/png', await paper.png().toBuffer()],
  ]
  for (const [name, type, bytes] of files) {
    await chooseScan(name, type, bytes)
    await expect
      .poll(() => postedBy('session.captureFailed'), { timeout: 30_000 })
      .toEqual([{ kind: 'document', code: 'mrz_image_too_large' }])
  }
  await expectBoundedMemory()
})
