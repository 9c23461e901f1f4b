import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Application } from '../../contract/application.ts'
import type { Outcome } from '../../contract/decision.ts'
import { Failure } from '../../contract/failure.ts'
import type { ReportEvent } from '../../enrolment/session/events.ts'
import type { Appointments } from '../appointments/port.ts'
import type { Sync } from '../sync/port.ts'
import { approvedFacts, prepareStation } from '../testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../testing/test-station.ts'
import type { TestStation } from '../testing/test-station.ts'
import { createClosedHere } from './closed-here.ts'
import { createSessionEffects } from './session-effects.ts'

let place: ReturnType<typeof makeFolder>
let station: TestStation
beforeEach(async () => {
  place = makeFolder()
  station = openTestStation({ folder: place.folder, environment: 'production' })
  await prepareStation(station)
})
afterEach(() => {
  station.store.close()
  place.remove()
})

const applicationId = randomUUID()
async function seal(outcome: Outcome): Promise<string> {
  const reasons = {
    approved: [],
    cancelled: [],
    refused: ['person_not_holder'],
    unverifiable: ['chip_unreadable'],
  } as const
  const session = await station.operators.confirm('claire', testPin)
  const facts = approvedFacts({ application_id: applicationId, outcome, reasons: [...reasons[outcome]] })
  return station.sealing.seal(facts, session).packetId
}
/** As the queue records what central answers. */
function decide(packetId: string, decision: string): void {
  station.store.db
    .prepare(`UPDATE outbox SET state = 'decided', receipt = 'x', central_decision = ? WHERE packet_id = ?`)
    .run(decision, packetId)
}
const status = () => createClosedHere(station.store)(applicationId)

test('what this station refused stays closed, whether central knows it yet or not', async () => {
  expect(status()).toBe(null)
  const packetId = await seal('refused')
  expect(status()).toBe('refused')
  decide(packetId, 'REJECTED')
  expect(status()).toBe('refused')
  decide(packetId, 'QUARANTINED')
  expect(status()).toBe(null)
  expect(createClosedHere(station.store)(randomUUID())).toBe(null)
})

test('an approval on its way is not made twice; one that central rejects, or never gets, may be', async () => {
  const packetId = await seal('approved')
  expect(status()).toBe('verified')
  for (const decision of ['APPROVED', 'MANUAL_REVIEW']) {
    decide(packetId, decision)
    expect(status()).toBe('verified')
  }
  for (const decision of ['REJECTED', 'QUARANTINED']) {
    decide(packetId, decision)
    expect(status()).toBe(null)
  }
  station.store.db.exec(`UPDATE outbox SET state = 'parked', code = 'x', central_decision = NULL`)
  expect(status()).toBe(null)
})

test('what could not be verified, or was broken off, may be begun again', async () => {
  await seal('unverifiable')
  await seal('cancelled')
  expect(status()).toBe(null)
  await seal('refused')
  await seal('cancelled')
  expect(status()).toBe('refused')
})

test('the database itself takes no second decision on what is closed here; a cancellation it takes', async () => {
  const refused = await seal('refused')
  for (const outcome of ['approved', 'unverifiable', 'refused'] as const)
    await expect(seal(outcome), outcome).rejects.toThrow('application is closed here')
  await seal('cancelled')
  decide(refused, 'QUARANTINED')
  const approved = await seal('approved')
  await expect(seal('refused')).rejects.toThrow('application is closed here')
  decide(approved, 'REJECTED')
  await seal('refused')
  expect(station.store.db.prepare('SELECT count(*) AS n FROM day_rows').get()).toEqual({ n: 4 })
})

test('in training the same citizens come again and again', async () => {
  station.store.writeMeta('environment', 'training')
  await seal('refused')
  await expect(seal('approved')).resolves.toEqual(expect.any(String))
})

test('neither this rule nor the order of the queue looks through more rows than an application has', () => {
  const plan = (sql: string) =>
    (station.store.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[])
      .map(({ detail }) => detail)
      .join()
  const closed = plan(`SELECT outcome FROM closed_here WHERE application_id = 'a'`)
  expect(closed).toContain('SEARCH o USING INDEX outbox_application (application_id=?)')
  expect(closed).not.toContain('SCAN')
  const earlier = `SELECT 1 FROM outbox WHERE application_id = 'a' AND position < 9 AND state IN ('queued', 'sent')`
  expect(plan(earlier)).toContain('outbox_application (application_id=? AND rowid<?)')
})

test('an application refused here is not opened again, by the day’s list or by central', async () => {
  await seal('refused')
  const application = { applicationId, status: 'open' } as Application
  const found = { application, lost_stolen_checked: true }
  const lookups: [string, Sync['lookup']][] = [
    ['central', () => Promise.resolve(found as never)],
    ['list', () => Promise.reject(new Failure('central_unreachable'))],
  ]
  for (const [from, lookup] of lookups) {
    const reports: ReportEvent[] = []
    const run = createSessionEffects({
      sync: { lookup } as Sync,
      appointments: { applicationByReference: () => application, chipNonceOf: () => null } as unknown as Appointments,
      reader: null as never,
      trust: null as never,
      isTrustOutdated: () => false,
      now: () => new Date(),
      operatorId: () => 'claire',
      closedHere: createClosedHere(station.store),
    })
    const effect = { type: 'lookup', key: '1', reference: 'X' } as const
    await run(effect, (event) => reports.push(event), new AbortController().signal)
    expect(reports, from).toMatchObject([{ type: 'application_found', application: { status: 'refused' } }])
  }
})
