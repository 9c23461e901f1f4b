import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type RunningCentral } from '../../src/central/central.ts'
import { currentPolicy } from '../../src/central/stations/config.ts'
import { witnessedIn } from '../../src/central/witness/stored-witness.ts'
import { specimenApplications, specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import { toHex } from '../../src/emrtd/crypto/bytes.ts'
import { readChip } from '../../src/emrtd/read.ts'
import { makeVisit } from '../../src/station/testing/made-visit.ts'
import { cardOf, optionsFor } from '../../src/virtual-card/testing/specimen-cards.ts'
import { decide, pin, specimenOf, walkToDecision, untilSent } from '../fixtures/journey.ts'
import { startCounter } from '../fixtures/counter.ts'
import { type TestStation } from '../fixtures/test-station.ts'
import { callJson, joinStation, openSealed, type VirtualStation } from '../simulate/virtual-station.ts'

// Chip Authentication seen by central itself: a real station with the virtual card, and stations that lie, on a real central.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })
let central: RunningCentral
let kiosk: TestStation

beforeAll(async () => {
  ;({ central, kiosk } = await startCounter({ claire: 'clerk' }))
  await kiosk.ask('operator.login', { operatorId: 'claire', pin })
})
afterAll(async () => {
  await kiosk.stop()
  await central.stop()
})

const witnessesOf = (applicationId: string) =>
  central.db.selectFrom('chip_witness').selectAll().where('application_id', '=', applicationId).execute()
const packetOf = (packetId: string) =>
  central.db.selectFrom('packet').selectAll().where('packet_id', '=', packetId).executeTakeFirstOrThrow()
const applicationOf = (key: string) => specimenApplications().find((one) => one.key === key)!.applicationId

/** A visit from the reference to central's decision. */
async function approve(key: string) {
  await walkToDecision(kiosk, key)
  const { packetId } = await decide(kiosk, 'approved')
  await kiosk.ask('queue.retry', { packetId: null })
  await untilSent(kiosk)
  await central.settled()
  return packetOf(packetId)
}

test('online, the chip proves itself to central: its own record decides, and holds no key any more', async () => {
  const packet = await approve('cnie')
  const rows = await witnessesOf(applicationOf('cnie'))
  expect(rows.map(({ outcome, pending }) => [outcome, pending])).toEqual([['passed', null]])
  expect(packet.notes).not.toContain('chip_originality_unshown')
  expect(packet.state).toBe('APPROVED')
})

/** What a thief of a document's data has: the files, and no chip. */
async function hostile(): Promise<{ station: VirtualStation; body: Record<string, unknown>; applicationId: string }> {
  const station = await joinStation(central.url, 'TRAINING-STATION')
  const operator = {
    display_name: 'Claire',
    role: 'clerk',
    trained_on: new Date().toISOString().slice(0, 10),
    revoked_at: null,
  }
  await callJson(station, 'PUT', '/v1/operators/claire', { ...operator, key: station.operator.publicJwk })
  const reference = specimenReference(specimenOf('first_passport'))
  const found = await callJson(station, 'POST', '/v1/applications/lookup', { reference, operator_id: 'claire' })
  const opened = await openSealed(station, (found.body as { sealed: string }).sealed)
  const { application } = opened as { application: { applicationId: string; declared: never } }
  const at = new Date().toISOString()
  const sessionId = randomUUID()
  const { visit } = makeVisit({ declared: application.declared, at, today: at.slice(0, 10), sessionId })
  const { files } = visit.evidence.reads[0]!
  const { applicationId } = application
  const body = {
    application_id: applicationId,
    session_id: sessionId,
    operator_id: 'claire',
    sod: files['EF.SOD'],
    dg14: files.DG14,
  }
  return { station, body, applicationId }
}
const text = (hex: string) => Buffer.from(hex, 'hex').toString('base64url')

test.each([
  ['a bare success', [text('9000')]],
  ['nothing', []],
  ['noise', [text('87110187' + '00'.repeat(16) + '990290008e08' + '00'.repeat(8) + '9000')]],
  ['too much', [text('9000'), text('9000')]],
])('without the chip nothing passes: %s', async (_what, responses) => {
  const { station, body, applicationId } = await hostile()
  const begun = await callJson(station, 'POST', '/v1/witness', body)
  expect(begun.status).toBe(200)
  const { witness } = begun.body as { witness: { witness_id: string; commands: string[]; public_key: string } }
  expect(Object.keys(witness).sort()).toEqual(['commands', 'protocol', 'public_key', 'witness_id'])
  const conclude = (who: VirtualStation, answers = responses) =>
    callJson(who, 'POST', `/v1/witness/${witness.witness_id}`, { responses: answers })
  const other = await joinStation(central.url, 'TRAINING-STATION')
  expect((await conclude(other)).status, 'another station').toBe(404)
  expect((await conclude(station)).body).toEqual({ session: null })
  expect((await conclude(station)).status, 'a second try').toBe(404)
  const row = (await witnessesOf(applicationId)).find((one) => one.witness_id === witness.witness_id)
  expect([row?.outcome, row?.pending]).toEqual(['failed', null])
  // In the next visit too: what a station forgets of an earlier one, central knows.
  const next = { station_id: station.stationId, application_id: applicationId, session_id: randomUUID() }
  expect((await witnessedIn(central.db, next)).failed).toBe(true)
})

test('central takes part only for an application of this station, and for files that a trusted issuer signed', async () => {
  const { station, body } = await hostile()
  const begin = (change: Record<string, unknown>) => callJson(station, 'POST', '/v1/witness', { ...body, ...change })
  expect((await begin({ application_id: randomUUID() })).status).toBe(404)
  const changed = (name: 'sod' | 'dg14') => {
    const bytes = Buffer.from(body[name] as string, 'base64url')
    bytes[bytes.length - 3]! ^= 1
    return { [name]: bytes.toString('base64url') }
  }
  for (const change of [changed('sod'), changed('dg14'), { dg14: '' }, { sod: '' }])
    expect((await begin(change)).body).toEqual({ witness: null })
})

test('a signature too weak by the policy of the day is no issuer’s word', async () => {
  const { station, body } = await hostile()
  const { evidence } = await readChip(cardOf('idCard', { faults: ['sod-rsa:1024'] }), optionsFor('idCard'))
  const [sod, dg14] = (['EF.SOD', 'DG14'] as const).map((name) => text(toHex(evidence.files.get(name)!)))
  const begun = async () => (await callJson(station, 'POST', '/v1/witness', { ...body, sod, dg14 })).body
  expect(await begun()).toMatchObject({ witness: { protocol: {} } })
  const policy = await currentPolicy(central.db)
  const change = (steps: number, shortRsaRefusedFrom: string) =>
    central.setPolicy({ ...policy, version: policy.version + steps, shortRsaRefusedFrom })
  await change(1, '2000-01-01')
  expect(await begun()).toEqual({ witness: null })
  await change(2, policy.shortRsaRefusedFrom!)
})

test('too late is never', async () => {
  const { station, body } = await hostile()
  const { witness } = (await callJson(station, 'POST', '/v1/witness', body)).body as { witness: { witness_id: string } }
  await central.db
    .updateTable('chip_witness')
    .set({ begun_at: new Date(Date.now() - 121_000) })
    .where('witness_id', '=', witness.witness_id)
    .execute()
  const late = await callJson(station, 'POST', `/v1/witness/${witness.witness_id}`, { responses: [text('9000')] })
  expect(late.status).toBe(404)
})

test('a proof of one document does not serve for another, nor for another visit', async () => {
  const [visit] = await central.db.selectFrom('chip_witness').selectAll().where('outcome', '=', 'passed').execute()
  const { station_id, application_id, session_id, witness_id } = visit!
  const read = { witness: witness_id, files: { 'EF.SOD': 'AAAA' } } as never
  expect((await witnessedIn(central.db, { station_id, application_id, session_id })).witnessed(read)).toBe(false)
  const elsewhere = await witnessedIn(central.db, { station_id, application_id, session_id: randomUUID() })
  expect(elsewhere.witnessed(read)).toBe(false)
})
