import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type RunningCentral } from '../../src/central/central.ts'
import { dateSpecimen } from '../../src/virtual-card/printed-document.ts'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import { codeOf, decide, openApplication, pin, specimenOf } from '../fixtures/journey.ts'
import { startCounter } from '../fixtures/counter.ts'
import { startTestStation, type TestStation } from '../fixtures/test-station.ts'

// A verdict stays with the application for the day, on the real station: however the visit was left and whoever opens it again.
vi.setConfig({ testTimeout: 90_000 })
let central: RunningCentral
let kiosk: TestStation

beforeAll(async () => {
  ;({ central, kiosk } = await startCounter({ claire: 'clerk', anne: 'clerk' }))
})
afterAll(async () => {
  await kiosk.stop()
  await central.stop()
})

/** Up to the chip's step, the document typed. */
async function atChip(key: string): Promise<void> {
  const specimen = specimenOf(key)
  await kiosk.ask('training.present', { key })
  await openApplication(kiosk, specimenReference(specimen))
  await kiosk.ask('session.consent', { textVersion: '2026-01', language: 'fr' })
  const lines = [...dateSpecimen(specimen, new Date()).mrzLines]
  await kiosk.ask('session.submitMrz', { lines, source: 'typed', corrections: [], certain: true, uncertain: [] })
}
const readChip = async () => {
  await kiosk.ask('session.readChip', { can: null })
  return kiosk.until(({ busy }) => !busy)
}
const failedReads = () =>
  kiosk.session()!.chip.reads.filter(({ checks }) => checks.some(({ verdict }) => verdict === 'failed')).length

test('a copied chip is no defective one for a colleague who opens the application again, after a restart too', async () => {
  await kiosk.ask('operator.login', { operatorId: 'claire', pin })
  await atChip('cloned_chip')
  expect((await readChip()).decision.blockers).toContain('chip_not_genuine')
  await kiosk.ask('session.leave', { keepDraft: false })

  await kiosk.ask('operator.login', { operatorId: 'anne', pin })
  await atChip('cloned_chip')
  expect([failedReads(), kiosk.session()!.chip.attempts]).toEqual([1, 1])
  for (const reason of ['chip_defective', 'reader_defective'] as const)
    expect(await codeOf(kiosk.ask('session.chipUnavailable', { reason }))).toBe('chip_not_genuine')
  await kiosk.ask('session.leave', { keepDraft: false })

  await kiosk.stop({ keepData: true })
  kiosk = await startTestStation({ centralUrl: central.url, dataFolder: kiosk.folder })
  await kiosk.ask('operator.login', { operatorId: 'claire', pin })
  await atChip('cloned_chip')
  expect(failedReads()).toBe(1)
  expect(await codeOf(kiosk.ask('session.chipUnavailable', { reason: 'chip_defective' }))).toBe('chip_not_genuine')
  const { decision } = await readChip()
  expect(failedReads()).toBe(2)
  expect(decision.allowed).not.toContain('approved')
  const { packetId } = await decide(kiosk, 'refused', ['chip_copied'])
  await central.settled()
  expect(packetId).toBeDefined()
})

test('a result ends it: in training the next visit begins anew', async () => {
  await atChip('cloned_chip')
  expect([failedReads(), kiosk.session()!.chip.attempts]).toEqual([0, 0])
  await kiosk.ask('session.leave', { keepDraft: false })
})

test('a draft that is resumed knows them too', async () => {
  await atChip('cloned_chip')
  await readChip()
  await kiosk.ask('session.leave', { keepDraft: true })
  const [draft] = await kiosk.ask('draft.list', {})
  await kiosk.ask('draft.resume', { sessionId: draft!.sessionId })
  await kiosk.until(({ busy }) => !busy)
  expect(failedReads()).toBe(1)
  await kiosk.ask('session.leave', { keepDraft: false })
})
