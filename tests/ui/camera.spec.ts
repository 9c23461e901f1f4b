import { readFileSync } from 'node:fs'
import { expect, test, type Browser, type Page } from 'playwright/test'
import sharp from 'sharp'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { formatReference } from '../../src/contract/reference.ts'
import { photographOf, specimen } from '../e2e/clerk.ts'
import { createFedCamera, type FedCamera } from '../fixtures/camera.ts'
import { launchChromium } from '../fixtures/chromium.ts'
import { openScene } from './open-scene.ts'
import { postedBy, restyle } from './play.ts'

let camera: FedCamera
let browser: Browser
let page: Page

test.setTimeout(120_000)
test.beforeAll(async () => {
  camera = await createFedCamera()
  browser = await launchChromium(camera)
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
})
test.afterAll(async () => {
  await browser.close()
  camera.remove()
})

test('a passport in front of the camera is read without a touch', async () => {
  await camera.show(await photographOf('passport'))
  await openScene(page, 'document', 'en')
  await expect.poll(() => postedBy(page, 'session.submitMrz'), { timeout: 90_000 }).toHaveLength(1)
  const [capture] = await postedBy(page, 'session.submitMrz')
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
  await expect.poll(() => postedBy(page, 'session.open'), { timeout: 30_000 }).toEqual([{ reference }])
})

/** The chip's portrait of the scene, with a dark mark on one cheek. */
async function markedPortrait(): Promise<Buffer> {
  await openScene(page, 'person', 'en')
  const source = await page.locator('.portrait img').getAttribute('src')
  const mark = await sharp({ create: { width: 70, height: 90, channels: 3, background: '#000000' } })
    .png()
    .toBuffer()
  return sharp(Buffer.from(source!.split(',')[1]!, 'base64'))
    .composite([{ input: mark, left: 300, top: 400 }])
    .png()
    .toBuffer()
}

/** Which half of what is shown is the darker one. */
async function darkerSide(selector: string): Promise<'left' | 'right'> {
  const shown = sharp(await page.locator(selector).screenshot())
  const { width = 0, height = 0 } = await shown.metadata()
  const half = Math.floor(width / 2)
  const meanOf = async (left: number) => {
    const { channels } = await sharp(
      await shown.clone().extract({ left, top: 0, width: half, height }).png().toBuffer(),
    ).stats()
    return channels[0]!.mean + channels[1]!.mean + channels[2]!.mean
  }
  return (await meanOf(0)) < (await meanOf(half)) ? 'left' : 'right'
}

test('a mark is on the same side in the live picture, the frozen one and the chip’s', async () => {
  const portrait = await markedPortrait()
  await camera.show(portrait)
  await openScene(page, 'person', 'en')
  await page.evaluate((base64) => {
    const { store, push } = window as unknown as {
      store: { getState(): { session: { chip: { portrait: object } } } }
      push(event: string, payload: object): void
    }
    const { session } = store.getState()
    push('session.changed', { ...session, chip: { ...session.chip, portrait: { ...session.chip.portrait, base64 } } })
  }, portrait.toString('base64'))
  await restyle(page, '.picture > svg, .eye-line { display: none }')
  const freeze = page.getByRole('button', { name: 'Freeze the picture' })
  await expect(freeze).toBeVisible()
  const place = await page.locator('.live-face video').boundingBox()
  await expect.poll(() => darkerSide('.portrait img')).toBe('right')
  await expect.poll(() => darkerSide('.live-face video')).toBe('right')
  await freeze.click()
  expect(await darkerSide('.live-face video')).toBe('right')
  expect(await page.locator('.live-face video').boundingBox()).toEqual(place)
})

test('“same person” with a feature that differs is asked, and judges nothing', async () => {
  await openScene(page, 'person', 'en')
  const source = await page.locator('.portrait img').getAttribute('src')
  await camera.show(Buffer.from(source!.split(',')[1]!, 'base64'))
  await openScene(page, 'person', 'en')
  const same = page.getByRole('button', { name: 'Same person' })
  await expect(same).toBeEnabled({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Nose' }).click()
  await page.waitForTimeout(700)
  await same.click()
  const question = page.getByRole('alertdialog', { name: 'You marked features that differ' })
  await expect(question).toContainText('Nose')
  await question.getByRole('button', { name: 'Keep the marks' }).click()
  expect(await postedBy(page, 'session.judgePerson')).toEqual([])
  await same.click()
  await question.getByRole('button', { name: 'Take the marks back' }).click()
  expect(await postedBy(page, 'session.judgePerson')).toEqual([])
  await same.click()
  expect(await postedBy(page, 'session.judgePerson')).toEqual([
    { judgement: 'same', differing: [], picture: 'live', noPictureReason: null },
  ])
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
  await expect.poll(() => postedBy(page, 'session.submitMrz'), { timeout: 90_000 }).toHaveLength(1)
  const [capture] = await postedBy(page, 'session.submitMrz')
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
      .poll(() => postedBy(page, 'session.captureFailed'), { timeout: 30_000 })
      .toEqual([{ kind: 'document', code: 'mrz_image_too_large' }])
  }
  await expectBoundedMemory()
})
