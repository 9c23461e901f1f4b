import { expect, test } from 'playwright/test'
import { createSpecimenCard } from '../../src/station/training/specimens/specimen-card.ts'
import { createVpcdPeer, type VpcdPeer } from '../../src/virtual-card/vpcd.ts'
import { startReaderService, type ReaderService } from '../fixtures/reader-service.ts'
import {
  answerInspection,
  button,
  createManager,
  faceOf,
  heading,
  openApplication,
  packetState,
  showDocument,
  sign,
  specimen,
  typeZone,
  confirmComparison,
  answerSamePerson,
  arrived,
  atChip,
} from './clerk.ts'
import { startKiosk, type Kiosk } from './kiosk.ts'
import { anyOf, beginsWith, fr } from './words.ts'

// The counter with everything real: pcscd and its virtual reader, a camera that sees the specimen, the encrypted file,
// central over HTTP.
let kiosk: Kiosk
let service: ReaderService
let peer: VpcdPeer | null = null

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  test.setTimeout(120_000)
  service = await startReaderService()
  kiosk = await startKiosk({ reader: 'pcsc' })
  await createManager(kiosk.page)
})

test.afterAll(async () => {
  peer?.remove()
  await kiosk.stop()
  await service.stop()
})

test.afterEach(async ({}, info) => {
  if (info.status !== info.expectedStatus) await kiosk.page.screenshot({ path: info.outputPath('screen.png') })
})

async function layDocument(key: string): Promise<void> {
  await takeDocument()
  peer = createVpcdPeer(createSpecimenCard(specimen(key), { today: new Date() })!, service.port)
  await peer.insert()
}

async function takeDocument(): Promise<void> {
  peer?.remove()
  peer = null
  await expect(kiosk.page.getByRole('banner').getByText(fr('layout:readerState.ready'))).toBeVisible()
}

/** Starts the read and lays the document down; whichever comes first, the other follows. */
async function readChip(key: string): Promise<void> {
  const { page } = kiosk
  await expect(heading(page, atChip)).toBeVisible()
  const start = button(page, fr('chip:read'))
  if (await start.isVisible()) await start.click()
  await layDocument(key)
}

async function nextCitizen(): Promise<void> {
  await takeDocument()
  await button(kiosk.page, anyOf(fr('receipt:nextCitizen'))).click()
  await expect(heading(kiosk.page, fr('home:title'))).toBeVisible()
}

test('approves a passport read by camera and chip', async () => {
  const { page, camera } = kiosk
  await openApplication(page, 'passport')
  await showDocument(page, camera, 'passport')
  await readChip('passport')
  await expect(heading(page, fr('comparison:allAgree'))).toBeVisible()
  await confirmComparison(page)
  await answerInspection(page, kiosk.camera)
  await camera.show(faceOf('passport'))
  await expect(page.getByRole('img', { name: fr('chip:portrait') })).toBeVisible()
  await answerSamePerson(page)
  await sign(page, 'approved')
  await expect(packetState(page)).toContainText(arrived)
  await nextCitizen()
})

test('refuses an expired passport, and says why', async () => {
  const { page } = kiosk
  const { mrzLines } = specimen('expired_passport')
  await openApplication(page, 'expired_passport')
  await typeZone(page, mrzLines)
  await readChip('expired_passport')
  await expect(heading(page, fr('comparison:problems', { count: 1 }))).toBeVisible()
  await confirmComparison(page)
  await expect(page.locator('main')).toContainText(fr('failures:document_expired.title'))
  await expect(page.getByRole('radio', { name: beginsWith(fr('words:outcome.approved')) })).toBeDisabled()
  await sign(page, 'refused')
  await expect(packetState(page)).toContainText(arrived)
  await nextCitizen()
})

test('says that the zone is wrong when the chip does not open, and reads it with the right one', async () => {
  const { page } = kiosk
  await openApplication(page, 'first_passport')
  const { mrzLines } = specimen('first_passport')
  // Another document's zone, right in itself.
  await typeZone(page, specimen('passport').mrzLines)
  await readChip('first_passport')
  await expect(page.locator('main').getByRole('alert')).toContainText(fr('failures:chip_wrong_mrz.cause'))
  await page.locator('footer').getByRole('button').last().click()
  await expect(heading(page, fr('document:correctTitle'))).toBeVisible()
  await expect(page.getByLabel(fr('document:line', { number: 2 }))).toHaveValue(specimen('passport').mrzLines[1]!)
  // The document still lies on the reader: the read begins and ends by itself.
  await typeZone(page, mrzLines)
  await expect(heading(page, fr('comparison:allAgree'))).toBeVisible()
  await takeDocument()
  await button(page, fr('layout:leave')).click()
  await button(page, anyOf(fr('layout:drop'))).click()
  await expect(heading(page, fr('home:title'))).toBeVisible()
})

test('stops at a declared name that is not the document’s', async () => {
  const { page } = kiosk
  await openApplication(page, 'name_mismatch')
  await typeZone(page, specimen('name_mismatch').mrzLines)
  await readChip('name_mismatch')
  await expect(heading(page, fr('comparison:problems', { count: 1 }))).toBeVisible()
  await confirmComparison(page)
  await expect(page.getByRole('radio', { name: beginsWith(fr('words:outcome.approved')) })).toBeDisabled()
  await sign(page, 'refused')
  await expect(packetState(page)).toContainText(arrived)
  await nextCitizen()
})

test('keeps a result while central is away and delivers it when it is back', async () => {
  const { page } = kiosk
  await openApplication(page, 'permit_ten_years')
  await kiosk.central.stop()
  await typeZone(page, specimen('permit_ten_years').mrzLines)
  await readChip('permit_ten_years')
  await expect(heading(page, fr('comparison:allAgree'))).toBeVisible()
  await confirmComparison(page)
  await answerInspection(page, kiosk.camera)
  await answerSamePerson(page)
  await sign(page, 'approved')
  await expect(packetState(page)).toContainText(fr('words:packet.queued'))
  await expect(page.getByRole('banner').getByText(fr('layout:networkState.offline'))).toBeVisible()
  await kiosk.central.start()
  await expect(packetState(page)).toContainText(arrived, { timeout: 90_000 })
  await nextCitizen()
})
