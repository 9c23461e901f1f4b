import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'playwright/test'
import { usualSigning } from '../../src/virtual-card/document.ts'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import { specimenAuthority } from '../../src/virtual-card/specimen-pki.ts'
import {
  answerInspection,
  button,
  choose,
  createManager,
  heading,
  manager,
  openApplication,
  packetState,
  sign,
  specimen,
  typeZone,
  confirmComparison,
  answerSamePerson,
  arrived,
} from './clerk.ts'
import { startKiosk, type Kiosk } from './kiosk.ts'
import { expectAccessible, expectGoodLooks } from './look.ts'
import { beginsWith, fr, gapCount, withAny } from './words.ts'

// The manager's evening: what the day was, in rows and as files that stand on their own.
let kiosk: Kiosk

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  test.setTimeout(120_000)
  kiosk = await startKiosk({ reader: 'simulated' })
  await createManager(kiosk.page)
})

test.afterAll(() => kiosk.stop())

test.afterEach(async ({}, info) => {
  if (info.status !== info.expectedStatus) await kiosk.page.screenshot({ path: info.outputPath('screen.png') })
})

const referenceOf = (key: string) => specimenReference(specimen(key))

/** The file that the press of a button brings. */
async function download(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), press()])
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
}

async function exportAs(page: Page, format: string): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('radio', { name: format }).click({ force: true })
  return download(page, () => button(page, fr('log:export')).click())
}

async function readDocument(page: Page, key: string): Promise<void> {
  await openApplication(page, key)
  await typeZone(page, specimen(key).mrzLines)
  await button(page, fr('chip:laySpecimen')).click()
}

test('two cases are sealed, each with a receipt for the citizen', async () => {
  const { page } = kiosk
  await readDocument(page, 'passport')
  await confirmComparison(page)
  await answerInspection(page, kiosk.camera)
  await answerSamePerson(page)
  await sign(page, 'approved')
  await expect(packetState(page)).toContainText(arrived)
  const receipt = await download(page, () => button(page, fr('receipt:pdf')).click())
  expect(receipt.name).toMatch(/\.pdf$/)
  expect(receipt.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  await button(page, fr('receipt:nextCitizen')).click()
  await readDocument(page, 'name_mismatch')
  await expect(heading(page, fr('comparison:problems', { count: 1 }))).toBeVisible()
  await expectGoodLooks(page, 'comparison-differs')
  await confirmComparison(page)
  await page.getByRole('radio', { name: beginsWith(fr('words:outcome.refused')) }).click({ force: true })
  await expectGoodLooks(page, 'refusal')
  await sign(page, 'refused')
  await expect(packetState(page)).toContainText(arrived)
  await expectGoodLooks(page, 'refusal-receipt')
  await button(page, fr('receipt:nextCitizen')).click()
  await expect(heading(page, fr('home:title'))).toBeVisible()
})

test('the daily log has both, counted and in rows', async () => {
  const { page } = kiosk
  await choose(page, fr('layout:page.log'))
  await expect(heading(page, fr('layout:page.log'))).toBeVisible()
  const figure = page.locator('main').getByText(fr('log:figure.total')).locator('..')
  await expect(figure).toContainText('2')
  const approved = page.getByRole('row').filter({ hasText: referenceOf('passport') })
  await expect(approved).toContainText(fr('words:outcome.approved'))
  await expect(approved).toContainText(manager.displayName)
  const refused = page.getByRole('row').filter({ hasText: referenceOf('name_mismatch') })
  await expect(refused).toContainText(fr('words:outcome.refused'))
  await expect(refused).toContainText(fr('reasons:declared_differs.title'))
  await expectGoodLooks(page, 'daily-log')
})

test('it leaves as CSV, without formulas, for a spreadsheet', async () => {
  const { name, bytes } = await exportAs(kiosk.page, 'CSV')
  expect(name).toMatch(/\.csv$/)
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const lines = bytes.subarray(3).toString('utf8').split('\r\n')
  expect(lines[0]).toMatch(/Référence/)
  for (const key of ['passport', 'name_mismatch'])
    expect(lines.filter((line) => line.includes(referenceOf(key)))).toHaveLength(1)
  const cells = lines.flatMap((line) => line.split(/[,;]/)).map((cell) => cell.replace(/^"/, ''))
  expect(cells.filter((cell) => /^[=+@\t]|^-\D/.test(cell))).toEqual([])
  // Nothing personal leaves with it.
  for (const key of ['passport', 'name_mismatch'])
    expect(bytes.toString('utf8')).not.toContain(specimen(key).holder.surname)
})

test('it leaves as PDF', async () => {
  const { name, bytes } = await exportAs(kiosk.page, 'PDF')
  expect(name).toMatch(/\.pdf$/)
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
})

const verifyLog = (file: string) =>
  execFileSync(process.execPath, ['src/station/audit/verify-log.ts', file], { encoding: 'utf8', stdio: 'pipe' })

test('it leaves as signed lines that the stand-alone verifier passes, and trips on when one is changed', async ({}, info) => {
  const { name, bytes } = await exportAs(kiosk.page, 'JSON')
  expect(name).toMatch(/\.jsonl$/)
  const file = info.outputPath(name)
  writeFileSync(file, bytes)
  expect(verifyLog(file)).toMatch(/^whole: /m)
  const changed = join(info.outputDir, 'changed.jsonl')
  writeFileSync(changed, bytes.toString('utf8').replace('"refused"', '"approved"'))
  expect(() => verifyLog(changed)).toThrow(/BROKEN|Command failed/)
})

test('the audit chain is whole, and leaves as a file that the verifier passes', async ({}, info) => {
  const { page } = kiosk
  await choose(page, fr('layout:page.settings'))
  await button(page, fr('settings:verify')).click()
  await expect(page.getByText(withAny(fr('settings:auditWhole', { count: gapCount })))).toBeVisible()
  await expectAccessible(page)
  const { name, bytes } = await download(page, () => button(page, fr('settings:exportAudit')).click())
  const file = info.outputPath(name)
  writeFileSync(file, bytes)
  expect(verifyLog(file)).toMatch(/^whole: /m)
})

test('the queue is empty once central has both', async () => {
  const { page } = kiosk
  await choose(page, fr('layout:page.queue'))
  await expect(heading(page, fr('layout:page.queue'))).toBeVisible()
  const rows = page.getByRole('table').getByRole('row')
  await expect(rows.filter({ hasText: fr('words:central.APPROVED') })).toHaveCount(1)
  await expect(rows.filter({ hasText: fr('words:packet.queued') })).toHaveCount(0)
  await expectGoodLooks(page, 'queue')
})

test('a certificate brought in is trusted from then on, and known the second time', async ({}, info) => {
  const { page } = kiosk
  const { certificate } = specimenAuthority({ ...usualSigning(new Date()), country: 'PT' })
  const file = info.outputPath('csca.cer')
  writeFileSync(file, certificate)
  await choose(page, fr('layout:page.trust'))
  await expect(page.getByRole('row').filter({ hasText: 'SPECIMEN' }).first()).toBeVisible()
  for (const [take, told] of [
    [fr('trust:review.confirm'), fr('trust:imported', { count: 1, already: 0 })],
    [fr('trust:review.accept'), fr('trust:imported', { count: 0, already: 1 })],
  ] as const) {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button(page, fr('trust:import')).click()])
    await chooser.setFiles(file)
    await page.getByRole('dialog').getByRole('button', { name: take, exact: true }).click()
    await expect(page.getByText(told)).toBeVisible()
  }
  await page.getByLabel(fr('trust:find')).fill('pt')
  await expect(page.getByRole('cell', { name: 'PT', exact: true })).toBeVisible()
  await expectAccessible(page)
})
