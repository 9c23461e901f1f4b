import type { Database } from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { specimenApplications, specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import { dateSpecimen } from '../../src/virtual-card/printed-document.ts'
import { decidedAs } from '../fixtures/decided-as.ts'
import { startField, startMorning, type Field } from '../fixtures/field.ts'
import {
  addOperator,
  answerAll,
  codeOf,
  decide,
  openApplication,
  overrideOf,
  pin,
  soon,
  untilReady,
  untilSent,
} from '../fixtures/journey.ts'
import { specimenOf, walkToDecision } from '../fixtures/journey.ts'
import { openStoppedStore, type TestStation } from '../fixtures/test-station.ts'

// Somebody has the database's key and edits a kiosk's file while it is off. What the kiosk then does differently, and who notices.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })
let field: Field
let tablet: TestStation
const central = () => field.central

beforeAll(async () => {
  field = await startField()
  tablet = await startMorning(field, { paul: [['passport', 1, 2]], odile: [['name_mismatch', 1, 2]] })
  await tablet.ask('operator.login', { operatorId: 'marie', pin })
  for (const clerk of ['claire', 'anne'] as const) await addOperator(tablet, clerk, 'clerk')
  await addOperator(tablet, 'vera', 'manager')
  await soon(async () => {
    const people = await central().db.selectFrom('person').select('person_id').execute()
    expect(people.map(({ person_id }) => person_id)).toEqual(expect.arrayContaining(['claire', 'anne', 'vera']))
  })
})
afterAll(async () => {
  await tablet.stop()
  await field.stop()
})
beforeEach(() => tablet.ask('session.leave', { keepDraft: false }).catch(() => null))

/** Off, edited, and on again. */
async function edit(change: (db: Database) => void): Promise<void> {
  await tablet.stop({ keepData: true })
  const store = openStoppedStore(tablet.folder, field.now)
  change(store.db)
  store.close()
  tablet = await field.startTablet({ dataFolder: tablet.folder })
  await untilReady(tablet)
}
const editMeta = (change: (state: Record<string, unknown>) => object) => (db: Database) => {
  const found = db.prepare<[], { value: string }>(`SELECT value FROM meta WHERE key = 'central_state'`).get()!
  const state = JSON.parse(found.value) as Record<string, unknown>
  db.prepare(`UPDATE meta SET value = ? WHERE key = 'central_state'`).run(
    JSON.stringify({ ...state, ...change(state) }),
  )
}
const logIn = (operatorId: string) => tablet.ask('operator.login', { operatorId, pin })

/** Central's decision on what is sealed now. */
async function decided(packetId: string): Promise<{ state: string; reasons: string[] }> {
  await tablet.ask('queue.retry', { packetId: null })
  await untilSent(tablet)
  return decidedAs(central(), packetId)
}

test('a role: the clerk who made herself a manager releases at the counter, and central knows no such manager', async () => {
  await edit((db) => db.exec(`UPDATE operators SET role = 'manager' WHERE operator_id = 'claire'`))
  await logIn('anne')
  await walkToDecision(tablet, 'defective_chip', field.now())
  await tablet.ask('session.override', overrideOf({ managerId: 'claire' }))
  const { packetId } = await decide(tablet, 'approved')
  const { state, reasons } = await decided(packetId)
  expect(state).toBe('MANUAL_REVIEW')
  expect(reasons).toContain('override_manager_unknown')
  await edit((db) => db.exec(`UPDATE operators SET role = 'clerk' WHERE operator_id = 'claire'`))
})

test('a role of the author: the packet says it, and central’s roster does not', async () => {
  await edit((db) => db.exec(`UPDATE operators SET role = 'manager' WHERE operator_id = 'claire'`))
  await logIn('claire')
  await walkToDecision(tablet, 'cnie', field.now())
  const { packetId } = await decide(tablet, 'approved')
  expect(await decided(packetId)).toMatchObject({ state: 'QUARANTINED', reasons: ['operator_role_differs'] })
  await edit((db) => db.exec(`UPDATE operators SET role = 'clerk' WHERE operator_id = 'claire'`))
})

test('a day of training: central counts by its own', async () => {
  const ended = new Date(field.now().getTime() - 24 * 3_600_000).toISOString().slice(0, 10)
  await central().db.updateTable('person_term').set({ trained_until: ended }).where('person_id', '=', 'anne').execute()
  await edit((db) => db.exec(`UPDATE operators SET trained_on = '2026-11-01' WHERE operator_id = 'anne'`))
  await logIn('anne')
  await walkToDecision(tablet, 'cnie', field.now())
  const { packetId } = await decide(tablet, 'approved')
  const { state, reasons } = await decided(packetId)
  expect(state).not.toBe('APPROVED')
  expect(reasons).toContain('operator_training_expired')
})

test('a right that ended: its key went with it, nothing opens it again', async () => {
  await logIn('marie')
  await tablet.ask('operator.revoke', { operatorId: 'vera' })
  await edit((db) => db.exec(`UPDATE operators SET revoked_at = NULL WHERE operator_id = 'vera'`))
  expect(await codeOf(logIn('vera'))).toBe('operator_unknown_or_wrong_pin')
})

test("another's key under one's own PIN: each key is bound to its owner", async () => {
  await edit((db) =>
    db.exec(`UPDATE operators SET (public_jwk, wrapped_key) =
      (SELECT public_jwk, wrapped_key FROM operators WHERE operator_id = 'claire') WHERE operator_id = 'odile'`),
  )
  expect(await codeOf(logIn('odile'))).toBe('operator_unknown_or_wrong_pin')
})

/** A draft of claire's, left at the document. */
async function leaveDraft(key: string): Promise<string> {
  await logIn('claire')
  await tablet.ask('training.present', { key })
  await openApplication(tablet, specimenReference(specimenOf(key)))
  await tablet.ask('session.consent', { textVersion: '2026-01', language: 'fr' })
  await tablet.ask('session.leave', { keepDraft: true })
  const reference = specimenReference(specimenOf(key))
  return (await tablet.ask('draft.list', {})).find((one) => one.reference === reference)!.sessionId
}
const editDraft = (sessionId: string, member: 'textVersion' | 'givenAt', value: string) => (db: Database) =>
  void db
    .prepare(`UPDATE drafts SET state = json_set(state, '$.consent.' || ?, ?) WHERE session_id = ?`)
    .run(member, value, sessionId)

/** What a visit resumed from the draft shows. */
async function resumed(sessionId: string, key: string) {
  await logIn('claire')
  await tablet.ask('training.present', { key })
  await tablet.ask('draft.resume', { sessionId })
  return tablet.until(({ busy }) => !busy)
}

const shifted = (ms: number): string => new Date(field.now().getTime() + ms).toISOString()
test.each<[what: string, member: 'textVersion' | 'givenAt', value: () => string]>([
  ['to no text', 'textVersion', () => ''],
  ['to a text of another century', 'textVersion', () => '2099'],
  ['of before the visit', 'givenAt', () => shifted(-20 * 24 * 3_600_000)],
  ['of after the draft was left', 'givenAt', () => shifted(3_600_000)],
  ['at no time', 'givenAt', () => ''],
])('a consent %s, in a draft: the citizen is asked again', async (_what, member, value) => {
  const sessionId = await leaveDraft('cnie')
  await edit(editDraft(sessionId, member, value()))
  const { step, consent: known, decision } = await resumed(sessionId, 'cnie')
  expect([step, known]).toEqual(['application', null])
  expect(decision.blockers).toContain('consent_missing')
  await tablet.ask('session.leave', { keepDraft: false })
})

test('verdicts of the day: a copied chip whose failed read was wiped is a released one, and that a person looks at', async () => {
  await logIn('claire')
  await walkToDecision(tablet, 'cloned_chip', field.now()).catch(() => null)
  expect(tablet.session()!.chip.reads).toHaveLength(1)
  await tablet.ask('session.leave', { keepDraft: false })
  await edit((db) => db.exec('DELETE FROM visit_marks'))
  await logIn('claire')
  await tablet.ask('training.present', { key: 'cloned_chip' })
  await openApplication(tablet, specimenReference(specimenOf('cloned_chip')))
  await tablet.ask('session.consent', { textVersion: '2026-01', language: 'fr' })
  const lines = [...dateSpecimen(specimenOf('cloned_chip'), field.now()).mrzLines]
  await tablet.ask('session.submitMrz', { lines, source: 'typed', corrections: [], certain: true, uncertain: [] })
  await tablet.ask('session.chipUnavailable', { reason: 'chip_defective' })
  await answerAll(tablet)
  await tablet.ask('session.override', overrideOf({ managerId: 'marie' }))
  const { packetId } = await decide(tablet, 'approved')
  const { state, reasons } = await decided(packetId)
  expect(state).toBe('MANUAL_REVIEW')
  expect(reasons).toContain('chip_released')
})

test('the policy: central judges by its own', async () => {
  await edit(editMeta(({ policy }) => ({ policy: { ...(policy as object), minimumPermitYears: 1 } })))
  field.networkIs('away')
  await logIn('claire')
  field.networkIs('there')
  await walkToDecision(tablet, 'permit_one_year', field.now())
  const isApproved = tablet.session()!.decision.allowed.includes('approved')
  if (!isApproved) throw new Error('the kiosk took central’s policy again before the visit: nothing was tried')
  const { packetId } = await decide(tablet, 'approved')
  const { state, reasons } = await decided(packetId)
  expect(state).not.toBe('APPROVED')
  expect(reasons.join(' ')).toMatch(/permit_too_short|eligibility_contradicted/)
})

test('an application of the day’s list made to fit another person: the declaration is bound to the visit', async () => {
  const { applicationId } = specimenApplications().find(({ key }) => key === 'name_mismatch')!
  const holder = specimenOf('name_mismatch').holder
  await edit((db) => {
    const row = db
      .prepare<[], { appointment_id: string; application: string }>('SELECT * FROM appointments')
      .all()
      .find(({ application }) => application.includes(applicationId))!
    const application = JSON.parse(row.application) as { declared: object }
    const declared = { ...application.declared, birthName: holder.surname, givenNames: holder.givenNames }
    db.prepare('UPDATE appointments SET application = ?, operator_id = ? WHERE appointment_id = ?').run(
      JSON.stringify({ ...application, declared }),
      'paul',
      row.appointment_id,
    )
  })
  await logIn('paul')
  field.networkIs('away')
  await walkToDecision(tablet, 'name_mismatch', field.now())
  expect(tablet.session()!.decision.allowed).toContain('approved')
  const { packetId } = await decide(tablet, 'approved')
  field.networkIs('there')
  const { state, reasons } = await decided(packetId)
  expect(state).toBe('QUARANTINED')
  expect(reasons).toContain('declaration_contradicted')
})

test('the series of packets: central sees that the one before was another', async () => {
  await edit((db) => db.exec(`UPDATE packet_chain SET hash = '${'0'.repeat(64)}'`))
  await logIn('claire')
  await walkToDecision(tablet, 'long_names', field.now())
  const { packetId } = await decide(tablet, 'approved')
  const { state, reasons } = await decided(packetId)
  expect(state).toBe('MANUAL_REVIEW')
  expect(reasons).toContain('chain_broken')
})

test('times that are pinned, set back with the clock: the audit log knows later ones', async () => {
  const today = (await tablet.ask('status.get', {})).today
  const before = (at: unknown) =>
    typeof at === 'string' ? new Date(Date.parse(at) - 60 * 24 * 3_600_000).toISOString() : at
  await edit(
    editMeta(({ lastServerTime, lastContactAt }) => ({
      ...{ lastServerTime: before(lastServerTime), lastContactAt: before(lastContactAt), lastContactSeq: 0 },
      clockOffsetMs: 0,
    })),
  )
  await tablet.stop({ keepData: true })
  field.networkIs('away')
  const time = { wallMs: () => field.now().getTime() - 60 * 24 * 3_600_000, monotonicMs: () => performance.now() }
  tablet = await field.startTablet({ dataFolder: tablet.folder, time })
  const status = await tablet.ask('status.get', {})
  expect(status.today >= today).toBe(true)
  expect(status.clock.proof).toBe('unconfirmed')
  field.networkIs('there')
})
