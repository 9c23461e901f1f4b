import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningCentral } from '../../src/central/central.ts'
import { defaultPolicy } from '../../src/contract/policy.ts'
import { dateSpecimen } from '../../src/virtual-card/printed-document.ts'
import { specimenApplications, specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import { decodeRuns, everyByte, findAny } from '../fixtures/disk-bytes.ts'
import { codeOf, decide, pin, soon, specimenOf } from '../fixtures/journey.ts'
import { openApplication, walkToDecision } from '../fixtures/journey.ts'
import { startCounter } from '../fixtures/counter.ts'
import { startTestStation, type TestStation } from '../fixtures/test-station.ts'

// R14 and R42 on the whole station: what of a citizen can be found in any byte on its disk, by somebody who has the key,
// and in its technical log, at each point of a case's life.
let central: RunningCentral
let kiosk: TestStation
const logged: string[] = []
const log = pino(
  { level: 'trace' },
  new Writable({ write: (chunk, _encoding, done) => (logged.push(String(chunk)), done()) }),
)
/** Longer than the policy keeps a case. */
const retentionMs = (defaultPolicy.retentionDays + 2) * 86_400_000
const pictures = join(import.meta.dirname, '../../assets/specimens')
/** One whole journey each: approved by a chip (JPEG, JPEG 2000), approved without one, refused. */
const cases = ['passport', 'cnie', 'old_card', 'name_mismatch']
const ends: Record<string, { packetId: string; reference: string }> = {}
const portraits: Buffer[] = []

/** How far the true time is ahead of this machine's. */
let aheadMs = 0

beforeAll(async () => {
  const now = () => new Date(Date.now() + aheadMs)
  ;({ central, kiosk } = await startCounter({ claire: 'clerk' }, { now, log }))
  await kiosk.ask('operator.login', { operatorId: 'claire', pin })
})
afterAll(async () => {
  await kiosk.stop()
  await central.stop()
})

/** Everything personal about one specimen citizen that the kiosk ever had in memory. */
function personal(key: string): string[] {
  const specimen = specimenOf(key)
  const { holder, documentNumber } = specimen
  const { declared } = specimenApplications().find((one) => one.key === key)!
  const names = [declared.birthName, ...declared.givenNames, holder.surname, ...holder.givenNames]
  const plain = names.map((name) => name.normalize('NFD').replace(/\p{M}/gu, ''))
  const written = [...names, ...plain, ...plain.map((name) => name.replace(/[ -]/g, '<'))]
  // A name of four letters is found in any noise.
  const words = written.flatMap((name) => [name, name.toUpperCase()]).filter((name) => name.length > 4)
  const address = [...declared.address.lines].flatMap((line) => [line, line.toUpperCase()])
  const lines = dateSpecimen(specimen, new Date()).mrzLines
  return [...words, ...address, ...lines, holder.birthDate, documentNumber, declared.email, declared.phone]
}

const slices = (picture: Buffer) =>
  [0.2, 0.4, 0.6, 0.8].map((part) => picture.subarray(Math.floor(picture.length * part)).subarray(0, 24))
const everything = () => [...cases.flatMap(personal), ...portraits.flatMap(slices)]
const onDisk = () => everyByte(kiosk.folder)

test.each(cases)('%s: while the session is open its draft is on the disk, the citizen is not', async (key) => {
  const { portrait, portraitFormat = 'jpg' } = specimenOf(key)
  portraits.push(readFileSync(join(pictures, `${portrait}.${portraitFormat}`)))
  const session = await walkToDecision(kiosk, key)
  expect(session.step).toBe('decision')
  if (session.chip.portrait !== null) portraits.push(Buffer.from(session.chip.portrait.base64, 'base64'))
  expect(session.identity?.documentNumber).toBeTruthy()
  expect(await kiosk.ask('draft.list', {})).toHaveLength(1)
  const bytes = onDisk()
  expect(findAny(bytes, [session.application!.reference])).toHaveLength(1)
  expect(findAny(bytes, everything())).toEqual([])

  const outcome = session.decision.allowed.includes('approved') ? 'approved' : 'refused'
  expect(
    await codeOf(kiosk.ask('session.decide', { outcome: 'cancelled', reasons: ['citizen_left'], pin: '111222' })),
  ).toBe('pin_wrong')
  const { reference } = session.application!
  const { packetId } = await decide(kiosk, outcome, session.decision.offeredReasons[outcome])
  ends[key] = { packetId, reference }
  expect(findAny(onDisk(), everything()), 'sealed').toEqual([])
})

test('the search would find a portrait, raw or encoded', () => {
  expect(portraits.length, 'pictures of the specimens, and those read from their chips').toBeGreaterThan(cases.length)
  for (const picture of portraits) {
    const hidden = Buffer.from(`{"portrait":"${picture.toString('base64')}"}`)
    expect(findAny(Buffer.concat([hidden, ...decodeRuns(hidden)]), slices(picture))).toHaveLength(4)
    expect(findAny(picture, slices(picture))).toHaveLength(4)
  }
})

test('a draft that waits for its clerk holds the reference and nothing else', async () => {
  await walkToDecision(kiosk, 'permit_ten_years')
  await kiosk.ask('session.leave', { keepDraft: true })
  expect(findAny(onDisk(), [...everything(), ...personal('permit_ten_years')])).toEqual([])
  const [draft] = await kiosk.ask('draft.list', {})
  expect(draft!.step, 'where it will resume, not where it was left').toBe('document')
  await kiosk.ask('draft.resume', { sessionId: draft!.sessionId })
  expect(await kiosk.until((session) => !session.busy)).toMatchObject({ step: 'document', document: { mrz: null } })
  await kiosk.ask('session.leave', { keepDraft: true })
  await kiosk.ask('draft.discard', { sessionId: draft!.sessionId })
})

test('a draft without consent resumes at the consent', async () => {
  await openApplication(kiosk, specimenReference(specimenOf('permit_ten_years')))
  await kiosk.ask('session.leave', { keepDraft: true })
  const [draft] = await kiosk.ask('draft.list', {})
  expect(draft!.step).toBe('application')
  await kiosk.ask('draft.discard', { sessionId: draft!.sessionId })
})

test('failures tell the technical log nothing of the citizen', async () => {
  const { ask, session } = kiosk
  expect(await codeOf(ask('session.open', { reference: 'LEFEVRE' }))).toMatch(/^reference_/)
  await openApplication(kiosk, specimenReference(specimenOf('passport')))
  await ask('session.leave', { keepDraft: false })
  await openApplication(kiosk, specimenReference(specimenOf('cnie')))
  expect(session()).not.toBe(null)
  const wrong = { lines: ['P<FRALEFEVRE<<CAMILLE', '21SP00011'], source: 'typed' as const, corrections: [] }
  await codeOf(ask('session.submitMrz', { ...wrong, certain: true, uncertain: [] }))
  await codeOf(ask('session.submitMrz', { ...wrong, lines: 'LEFEVRE' as never, certain: true, uncertain: [] }))
  await ask('session.leave', { keepDraft: false })
  expect(findAny(onDisk(), everything())).toEqual([])
})

test('after the receipt the reference stays, in the store and in exports, and of the number nothing', async () => {
  const { ask } = kiosk
  await soon(async () =>
    expect((await ask('queue.list', {})).every(({ state }) => state !== 'queued' && state !== 'sent')).toBe(true),
  )
  await ask('operator.login', { operatorId: 'marie', pin })
  const today = (await ask('status.get', {})).today
  const last4 = cases.map((key) => `"${specimenOf(key).documentNumber.slice(-4)}"`)
  expect(findAny(onDisk(), last4)).toEqual([])
  for (const format of ['csv', 'jsonl', 'pdf'] as const)
    await ask('dailyLog.export', { from: today, to: today, operatorId: null, format, language: 'fr' })
  await ask('audit.export', {})
  const exports = join(kiosk.folder, 'exports')
  await soon(() => expect(readdirSync(exports)).toHaveLength(4))
  await soon(() => expect(findAny(onDisk(), ['dailyLog.exported'])).toHaveLength(1))
  const bytes = onDisk()
  const references = Object.values(ends).map(({ reference }) => reference)
  expect(findAny(bytes, references)).toEqual(references)
  expect(findAny(bytes, everything())).toEqual([])
})

test('after the retention nothing of the cases is left, not in the file, its log, its free pages or an export', async () => {
  const marks = Object.values(ends).flatMap(({ packetId, reference }) => [packetId, reference])
  const numbers = cases.map((key) => `"last4":"${specimenOf(key).documentNumber.slice(-4)}"`)
  expect(findAny(onDisk(), marks)).toEqual(marks)
  await kiosk.stop({ keepData: true })
  const time = { wallMs: () => Date.now() + retentionMs, monotonicMs: () => performance.now() }
  kiosk = await startTestStation({ dataFolder: kiosk.folder, log, time })
  expect(findAny(onDisk(), marks), 'never on a time that central has not confirmed').toEqual(marks)
  await kiosk.stop({ keepData: true })
  aheadMs = retentionMs
  kiosk = await startTestStation({ dataFolder: kiosk.folder, log, time, centralUrl: central.url })
  await soon(() => expect(findAny(onDisk(), [...marks, ...numbers, ...everything()])).toEqual([]))
  const bytes = onDisk()
  expect(findAny(bytes, ['Marie Dupont']), 'the search still finds what is there').toHaveLength(1)
})

test('the technical log names no citizen, no document and no PIN', () => {
  expect(logged.length).toBeGreaterThan(0)
  expect(findAny(Buffer.from(logged.join('')), [...everything(), 'LEFEVRE', pin, '111222'])).toEqual([])
})
