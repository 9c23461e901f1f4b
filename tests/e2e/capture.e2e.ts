import { writeFileSync } from 'node:fs'
import { expect, test } from 'playwright/test'
import sharp from 'sharp'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import { button, createManager, heading, openApplication, photographOf, specimen, atComparison } from './clerk.ts'
import { startKiosk, type Kiosk } from './kiosk.ts'
import { fr } from './words.ts'

// The other ways in: the reference as a QR code, the document as a scanner's file, and files that are no document.
let kiosk: Kiosk

test.beforeAll(async () => {
  test.setTimeout(120_000)
  kiosk = await startKiosk({ reader: 'simulated' })
  await createManager(kiosk.page)
})
test.afterAll(() => kiosk.stop())

async function qrPicture(text: string): Promise<Uint8Array> {
  prepareZXingModule({ overrides: { wasmBinary: await wasm() } })
  const { svg } = await writeBarcode(text, { format: 'QRCode', scale: 8 })
  const code = await sharp(Buffer.from(svg)).resize(420).flatten({ background: '#fff' }).png().toBuffer()
  const paper = sharp({ create: { width: 1280, height: 720, channels: 3, background: '#d9d6cf' } })
  return paper
    .composite([{ input: code }])
    .png()
    .toBuffer()
}

async function wasm(): Promise<ArrayBuffer> {
  const { readFile } = await import('node:fs/promises')
  const bytes = await readFile(new URL('../../node_modules/zxing-wasm/dist/writer/zxing_writer.wasm', import.meta.url))
  return Uint8Array.from(bytes).buffer
}

async function leave(): Promise<void> {
  await button(kiosk.page, fr('layout:leave')).click()
  await button(kiosk.page, fr('layout:drop')).click()
  await expect(heading(kiosk.page, fr('home:title'))).toBeVisible()
}

test('opens the application whose QR code the camera sees', async () => {
  const { page, camera } = kiosk
  await camera.show(await qrPicture(specimenReference(specimen('cnie'))))
  await button(page, fr('home:scan')).click()
  await expect(button(page, fr('application:consents'))).toBeVisible()
  await expect(page.getByRole('complementary')).toContainText('Berthier-Colin')
  await leave()
})

test('reads a scanner’s file, and says what is wrong with files that are no document', async ({}, info) => {
  const { page } = kiosk
  await openApplication(page, 'old_card')
  const choose = async (name: string, buffer: Uint8Array) => {
    await page.getByRole('radio', { name: fr('document:mode.image') }).click({ force: true })
    const file = info.outputPath(name)
    writeFileSync(file, buffer)
    const chooser = page.waitForEvent('filechooser')
    await page.locator('footer').getByRole('button').last().click()
    await (await chooser).setFiles(file)
  }
  const blank = await sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
  const wrong: [string, Uint8Array][] = [
    ['blank.png', blank],
    ['broken.png', blank.subarray(0, 200)],
    ['huge.png', Buffer.alloc(50 * 1024 * 1024, 7)],
  ]
  for (const [name, bytes] of wrong) {
    await choose(name, bytes)
    await expect(page.locator('main').getByRole('alert'), name).toBeVisible({ timeout: 60_000 })
    await page.locator('footer').getByRole('button').last().click()
  }
  await choose('scan.png', await photographOf('old_card'))
  const read = button(page, fr('document:linesRight')).or(heading(page, atComparison)).first()
  await expect(read).toBeVisible({ timeout: 60_000 })
  await leave()
})
