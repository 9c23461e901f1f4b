import { afterEach, beforeEach, expect, test } from 'vitest'
import { consent, found, passportReading, submitted } from '../../enrolment/testing/made-up.ts'
import { judgementDelayMs } from '../../contract/decision.ts'
import type { IntentEvent, ReportEvent } from '../../enrolment/session/events.ts'
import { localDay } from '../../enrolment/local-day.ts'
import { createAuth } from '../people/auth.ts'
import { createClosedHere } from './closed-here.ts'
import type { RunEffect } from './running-session.ts'
import { createSessionRunner } from './session-runner.ts'
import { wipePersonalData } from '../sync/wipe.ts'
import { approvedFacts, prepareStation } from '../testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../testing/test-station.ts'

const hourMs = 3_600_000
const time = { wall: Date.parse('2026-06-15T08:00:00Z'), monotonic: 0 }
const pass = (ms: number) => {
  time.wall += ms
  time.monotonic += ms
}
let place: ReturnType<typeof makeFolder>
beforeEach(() => (place = makeFolder()))
afterEach(() => place.remove())

/** The real parts; only the look-up never answers. */
async function openRunner(runEffect: RunEffect = () => Promise.resolve()) {
  const station = openTestStation({ folder: place.folder, time })
  await prepareStation(station)
  const auth = createAuth(
    station.operators,
    () => {},
    () => runner.leave(true),
  )
  const today = () => localDay(station.clock.now(), station.timeZone)
  const runner = createSessionRunner({
    ...station,
    auth,
    gate: () => null,
    channel: () => 'counter',
    training: true,
    closedHere: createClosedHere(station.store),
    context: () => ({
      now: station.clock.now().toISOString(),
      today: today(),
      policy: station.policy(),
      rosterOld: false,
      timeProof: station.clock.proof(),
    }),
    runEffect,
    onFault: () => {},
  })
  await auth.login('claire', testPin)
  return { station, auth, runner }
}

/** The citizen agrees, by the time that these stations have. */
const consented = (): IntentEvent => ({
  type: 'consent_given',
  consent: { ...consent, givenAt: new Date(time.wall).toISOString() },
})
const actionsOf = ({ store }: { store: { db: { prepare(sql: string): { all(): unknown[] } } } }) =>
  (store.db.prepare('SELECT body FROM audit ORDER BY seq').all() as { body: string }[]).map(
    ({ body }) => (JSON.parse(body) as { action: string }).action,
  )

test('judgements pressed faster than anybody sees are refused, and that they came is on the record', async () => {
  const { station, runner } = await openRunner(async (_effect, report) => report(found() as ReportEvent))
  runner.open('7KD-2M9-QX4T')
  await expect.poll(() => runner.current()?.application).not.toBeNull()
  for (const intent of [consented(), submitted(passportReading)] as IntentEvent[]) runner.apply(intent)
  runner.apply({ type: 'chip_declared_unavailable', reason: 'chip_defective' })
  const print = { type: 'print_compared', printed: { field: 'birth_place', answer: 'same' } } as const
  pass(judgementDelayMs - 1)
  for (const early of [print, { type: 'comparison_confirmed' } as const])
    expect(() => runner.apply(early)).toThrow('judged_too_soon')
  expect(runner.current()).toMatchObject({ step: 'comparison' })
  pass(1)
  runner.apply(print)
  runner.apply({ type: 'comparison_confirmed' })
  const [first] = runner.current()!.inspection
  const answer = { type: 'inspection_answered', featureId: first!.featureId, answer: 'present' } as const
  expect(() => runner.apply(answer)).toThrow('judged_too_soon')
  pass(judgementDelayMs)
  runner.apply(answer)
  expect(runner.current()!.inspection.filter((prompt) => prompt.answer !== null)).toHaveLength(1)
  expect(actionsOf(station).filter((action) => action.startsWith('judgement.'))).toEqual([
    'judgement.too_soon',
    'judgement.too_soon',
    'judgement.too_soon',
  ])
  station.store.close()
})

test('a session left untouched is forgotten with its draft, and that is on the record', async () => {
  const { station, auth, runner } = await openRunner()
  expect(runner.expire()).toBe(0)
  runner.open('TRA-2N0-001N')
  auth.lock()
  pass(station.policy().draftHours * hourMs - 1)
  expect(runner.expire()).toBe(0)
  expect(runner.dueInMs()).toBe(1)
  expect(runner.current()).toMatchObject({ step: 'application' })
  pass(1)
  expect(runner.expire()).toBe(1)
  expect(runner.current()).toBeNull()
  expect(station.drafts.list('claire')).toEqual([])
  const last = station.store.db.prepare('SELECT body FROM audit ORDER BY seq DESC LIMIT 1').get()
  expect(JSON.stringify(last)).toContain('session.abandoned')
  station.store.close()
})

test('every change of a session gives it its hours again', async () => {
  const { station, runner } = await openRunner()
  runner.open('TRA-2N0-001N')
  pass((station.policy().draftHours - 1) * hourMs)
  runner.recall('TRA-2N0-001N')
  pass(2 * hourMs)
  expect(runner.expire()).toBe(0)
  expect(runner.current()).toMatchObject({ failure: { code: 'application_cancelled' } })
  station.store.close()
})

test('a release that the rules refuse is neither signed nor on the record', async () => {
  const { station, runner } = await openRunner(async (_effect, report) => report(found() as ReportEvent))
  const actions = () => actionsOf(station)
  runner.open('7KD-2M9-QX4T')
  await expect.poll(() => runner.current()?.application).not.toBeNull()
  const intents = [consented(), submitted(passportReading)] as IntentEvent[]
  for (const intent of intents) runner.apply(intent)
  runner.apply({ type: 'chip_declared_unavailable', reason: 'chip_defective' })
  const judge = (event: IntentEvent) => {
    pass(judgementDelayMs)
    runner.apply(event)
  }
  judge({ type: 'print_compared', printed: { field: 'birth_place', answer: 'same' } })
  judge({ type: 'comparison_confirmed' })
  for (const { featureId } of runner.current()!.inspection)
    judge({ type: 'inspection_answered', featureId, answer: 'present' })
  judge({ type: 'person_judged', judgement: 'same', differing: [], picture: 'live', noPictureReason: null })
  const release = { gate: 'chip_required', managerId: 'chef', pin: testPin, reason: 'chip_defective' } as const
  const text = 'The chip answers no reader here.'
  const refused = { ...release, gate: 'person_unconfirmed', reason: 'portrait_unlike_age', text } as const
  await expect(runner.override(refused)).rejects.toThrow('outcome_not_allowed')
  await expect(runner.override({ ...release, text: 'short' })).rejects.toThrow('override_reason_missing')
  expect(actions()).not.toContain('override.given')
  await runner.override({ ...release, text })
  expect(actions().filter((action) => action.startsWith('override.'))).toEqual(['override.given', 'override.granted'])
  expect(runner.current()!.decision).toMatchObject({ blockers: [], allowed: ['approved', 'cancelled'] })
  station.store.close()
})

test('what central’s word closes in the meantime is not decided again, but can be broken off', async () => {
  const { station, runner } = await openRunner(async (_effect, report) => report(found() as ReportEvent))
  runner.open('7KD-2M9-QX4T')
  await expect.poll(() => runner.current()?.application).not.toBeNull()
  const facts = approvedFacts({ application_id: runner.current()!.application!.applicationId })
  station.sealing.seal(facts, await station.operators.confirm('claire', testPin))
  const centralSays = (decision: string) =>
    station.store.db.prepare('UPDATE outbox SET central_decision = ?').run(decision)
  centralSays('QUARANTINED')
  for (const intent of [consented(), submitted(passportReading)] as IntentEvent[]) runner.apply(intent)
  const unverifiable = { outcome: 'unverifiable', reasons: ['chip_unreadable'], pin: testPin } as const
  centralSays('APPROVED')
  pass(judgementDelayMs)
  await expect(runner.decide({ ...unverifiable, reasons: [...unverifiable.reasons] })).rejects.toThrow(
    'application_already_verified',
  )
  await runner.decide({ outcome: 'cancelled', reasons: ['citizen_left'], pin: testPin })
  expect(runner.current()!.sealed).toMatchObject({ outcome: 'cancelled' })
  station.store.close()
})

test.each(['told', 'not told yet'])(
  'a wipe while the PIN is being checked: nothing is sealed (session %s)',
  async (told) => {
    const { station, auth, runner } = await openRunner(async (_effect, report) => report(found() as ReportEvent))
    runner.open('7KD-2M9-QX4T')
    await expect.poll(() => runner.current()?.application).not.toBeNull()
    expect(runner.heldReference()).toBe('7KD-2M9-QX4T')
    const deciding = runner.decide({ outcome: 'cancelled', reasons: ['citizen_left'], pin: testPin })
    expect(wipePersonalData(station, 'stolen')).toBe(true)
    if (told === 'told') {
      runner.leave(false)
      auth.logout()
    }
    await expect(deciding).rejects.toThrow(told === 'told' ? 'session_none' : 'station_revoked')
    expect(station.queue.counts().waiting).toBe(0)
    await expect(station.operators.login('claire', testPin)).rejects.toThrow('operator_unknown_or_wrong_pin')
    station.store.close()
  },
)

test('a visit is held until it is sealed', async () => {
  const { station, runner } = await openRunner(async (_effect, report) => report(found() as ReportEvent))
  expect(runner.heldReference()).toBe(null)
  runner.open('7KD-2M9-QX4T')
  await expect.poll(() => runner.current()?.application).not.toBeNull()
  expect(runner.heldReference()).toBe('7KD-2M9-QX4T')
  await runner.decide({ outcome: 'cancelled', reasons: ['citizen_left'], pin: testPin })
  expect(runner.heldReference()).toBe(null)
  station.store.close()
})

test('an application that central takes back is closed at whatever step, and leaves no draft', async () => {
  const { station, runner } = await openRunner(async (_effect, report) => report(found() as ReportEvent))
  runner.open('7KD-2M9-QX4T')
  await expect.poll(() => runner.current()?.application).not.toBeNull()
  for (const intent of [consented(), submitted(passportReading)] as IntentEvent[]) runner.apply(intent)
  expect(runner.current()).toMatchObject({ step: 'chip', failure: null })
  // As the synchronisation does before it tells the session.
  station.store.db.exec('DELETE FROM drafts')
  runner.recall('TRA-2N0-001N')
  expect(runner.current()).toMatchObject({ step: 'chip', failure: null })
  runner.recall('7KD-2M9-QX4T')
  expect(runner.current()).toMatchObject({ application: null, failure: { code: 'application_cancelled' } })
  expect(station.drafts.list('claire')).toEqual([])
  station.store.close()
})

test('what is opened while a login is under way is not the newcomer’s, and a late unlock brings nobody back', async () => {
  const { station, auth, runner } = await openRunner()
  const login = auth.login('chef', testPin)
  runner.open('7KD-2M9-QX4T')
  expect(runner.current()?.operatorId).toBe('claire')
  await login
  expect([auth.operator?.operatorId, runner.current()]).toEqual(['chef', null])
  expect(station.drafts.list('claire')).toHaveLength(1)
  expect(station.drafts.list('chef')).toEqual([])

  auth.lock()
  const late = auth.unlock(testPin)
  await auth.login('claire', testPin)
  runner.open('7KD-2M9-QX4T')
  await late.catch((error: { code: string }) => expect(error.code).toBe('operator_not_logged_in'))
  expect([auth.operator?.operatorId, runner.current()?.operatorId]).toEqual(['claire', 'claire'])
  station.store.close()
})

test('a login that fails leaves the session where it is', async () => {
  const { station, auth, runner } = await openRunner()
  runner.open('7KD-2M9-QX4T')
  await expect(auth.login('chef', '000000')).rejects.toThrow()
  expect(runner.current()?.operatorId).toBe('claire')
  station.store.close()
})
