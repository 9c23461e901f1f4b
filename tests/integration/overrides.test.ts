import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it, test, vi } from 'vitest'
import { type RunningCentral } from '../../src/central/central.ts'
import { PublicJwk } from '../../src/contract/protocol/jwk.ts'
import type { PacketPayload } from '../../src/contract/protocol/packet.ts'
import { decidedAs } from '../fixtures/decided-as.ts'
import { addNewcomer, addOperator, codeOf, decide, givenPin, overrideOf, pin, untilSent } from '../fixtures/journey.ts'
import { walkToDecision } from '../fixtures/journey.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { startCounter } from '../fixtures/counter.ts'
import { openStoppedStore, type TestStation } from '../fixtures/test-station.ts'
import { makePacket, makePayload, putPacket, seal } from '../simulate/virtual-packet.ts'
import { releasedBy } from '../simulate/signed-release.ts'
import { callJson, joinStation, makeKeyPair, type VirtualStation } from '../simulate/virtual-station.ts'

// Standards 17: a second person with the right role, who is not the enroller, a reason, and a signature for that case:
// at the counter, in the database, and at central.
vi.setConfig({ testTimeout: 90_000 })
let central: RunningCentral
let kiosk: TestStation
/** A manager's genuine release of one case, as the kiosk stores it. */
let genuine: { packet_id: string; signature: string; given_at: string }
let odilesKey: PublicJwk
/** Nothing speaks against this document, but its chip is mute. */
const unproven = 'defective_chip'

beforeAll(async () => {
  ;({ central, kiosk } = await startCounter({ odile: 'manager', claire: 'clerk', anne: 'clerk' }))
})
afterAll(async () => {
  await kiosk.stop()
  await central.stop()
})

const logIn = (operatorId: string) => kiosk.ask('operator.login', { operatorId, pin })
const approve = () => kiosk.ask('session.decide', { outcome: 'approved', reasons: [], pin })

describe('at the counter', () => {
  afterEach(() => kiosk.ask('session.leave', { keepDraft: false }))

  it('a case that needs a release cannot be approved without one', async () => {
    await addNewcomer(kiosk, 'nadia', 'manager')
    await logIn('claire')
    const { decision } = await walkToDecision(kiosk, unproven)
    expect(decision).toMatchObject({ blockers: ['chip_required'], overridable: ['chip_required'] })
    expect(await codeOf(approve())).toBe('chip_required')

    const attempts = [
      [overrideOf({ managerId: 'claire' }), 'override_not_manager'],
      [overrideOf({ managerId: 'CLAIRE ' }), 'operator_invalid'],
      [overrideOf({ managerId: 'anne' }), 'override_not_manager'],
      [overrideOf({ managerId: 'nobody' }), 'operator_unknown_or_wrong_pin'],
      [overrideOf({ managerId: 'odile', text: '         ok        ' }), 'override_reason_missing'],
      [overrideOf({ managerId: 'odile', text: '' }), 'override_reason_missing'],
      [overrideOf({ managerId: 'odile', reason: 'portrait_unlike_age' }), 'override_reason_missing'],
      [{ ...overrideOf({ managerId: 'odile' }), gate: 'person_unconfirmed' as const }, expect.any(String)],
      [overrideOf({ managerId: 'odile', pin: '111222' }), 'operator_unknown_or_wrong_pin'],
      // Whoever gave the code may be typing it.
      [overrideOf({ managerId: 'nadia', pin: givenPin }), 'pin_not_own'],
    ] as const
    for (const [override, code] of attempts) expect(await codeOf(kiosk.ask('session.override', override))).toEqual(code)
    expect(kiosk.session()!.decision).toMatchObject({ overrides: [], blockers: ['chip_required'] })
    expect(await codeOf(approve())).toBe('chip_required')
  })

  it('a manager who enrols is no second person, in no spelling, nor is whose code they set: that may be them again', async () => {
    await logIn('marie')
    await walkToDecision(kiosk, unproven)
    const attempts = [
      ['marie', 'override_own_case'],
      // Any other spelling names nobody: it is refused, never folded into hers.
      [' MARIE', 'operator_invalid'],
      ['ＭＡＲＩＥ', 'operator_invalid'],
      ['odile', 'override_own_case'],
    ] as const
    for (const [managerId, code] of attempts)
      expect([managerId, await codeOf(kiosk.ask('session.override', overrideOf({ managerId })))]).toEqual([
        managerId,
        code,
      ])
    expect(await codeOf(approve())).toBe('chip_required')
  })

  it('whoever set the clerk’s code releases at the counter, and central says so to who looks', async () => {
    await logIn('claire')
    await walkToDecision(kiosk, unproven)
    await kiosk.ask('session.override', overrideOf({ managerId: 'marie' }))
    const { packetId } = await decide(kiosk, 'approved')
    await untilSent(kiosk)
    const { state, reasons } = await decidedAs(central, packetId)
    expect(state).toBe('MANUAL_REVIEW')
    expect([...reasons].sort()).toEqual(['chip_released', 'override_by_code_setter'])
  })

  it('a second person releases this case; central sees the release, and has a person look', async () => {
    await logIn('claire')
    await walkToDecision(kiosk, unproven)
    await kiosk.ask('session.override', overrideOf({ managerId: 'odile' }))
    expect(kiosk.session()!.decision.allowed).toContain('approved')
    const { packetId } = await decide(kiosk, 'approved')
    await untilSent(kiosk)
    await central.settled()
    const { state, reasons, notes } = await central.db
      .selectFrom('packet')
      .select(['state', 'reasons', 'notes'])
      .where('packet_id', '=', packetId)
      .executeTakeFirstOrThrow()
    expect({ state, reasons }).toEqual({ state: 'MANUAL_REVIEW', reasons: ['chip_released'] })
    expect(notes).toContain('overridden')
  })
})

test('the database refuses what the domain should never have asked of it', async () => {
  await kiosk.ask('operator.login', { operatorId: 'marie', pin })
  await addOperator(kiosk, 'gone', 'manager')
  await kiosk.ask('operator.revoke', { operatorId: 'gone' })
  await kiosk.stop({ keepData: true })
  const store = openStoppedStore(kiosk.folder)
  const { db } = store
  genuine = db
    .prepare<[], typeof genuine>(`SELECT packet_id, signature, given_at FROM overrides WHERE manager_id = 'odile'`)
    .get()!
  odilesKey = PublicJwk.parse(
    JSON.parse(
      db.prepare<[], { key: string }>(`SELECT public_jwk AS key FROM operators WHERE operator_id = 'odile'`).get()!.key,
    ),
  )
  const insert = (change: Record<string, string>) => {
    const row = { enroller_id: 'claire', manager_id: 'odile', reason: 'other', signature: 'x.y.z', ...change }
    db.prepare(
      `INSERT INTO overrides VALUES ('${genuine.packet_id}', 'person_unconfirmed', @enroller_id, @manager_id, @reason,
       '2026-01-01T00:00:00Z', @signature)`,
    ).run(row)
  }
  const second = /second person with the manager role/
  const makeClaire = (role: string) =>
    db.prepare(`UPDATE operators SET role = ? WHERE operator_id = 'claire'`).run(role)
  makeClaire('manager')
  expect(() => insert({ manager_id: 'claire' })).toThrow(/CHECK constraint failed: manager_id <> enroller_id/)
  makeClaire('clerk')
  expect(() => insert({ enroller_id: 'marie', manager_id: 'odile' }), 'not her case').toThrow(second)
  expect(() => insert({ manager_id: 'anne' })).toThrow(second)
  expect(() => insert({ manager_id: 'gone' })).toThrow(second)
  expect(() => insert({ manager_id: 'nobody' })).toThrow(second)
  expect(() => insert({ reason: '' })).toThrow(/CHECK/)
  expect(() => insert({ signature: '' })).toThrow(/CHECK/)
  expect(() => db.exec(`UPDATE overrides SET manager_id = 'gone'`)).toThrow(/fixed/)
  expect(() => db.exec('UPDATE day_rows SET overridden = 0')).toThrow(/fixed/)
  expect(() => insert({})).not.toThrow()

  const copy = (change: string) => {
    const columns = (db.pragma('table_info(day_rows)') as { name: string }[]).map(({ name }) => name)
    const ids = { packet_id: `'${randomUUID()}'`, session_id: `'${randomUUID()}'` }
    const changed: Record<string, string> = { ...ids, ...Object.fromEntries([change.split('=') as [string, string]]) }
    const chosen = columns.map((name) => changed[name] ?? name)
    db.pragma('foreign_keys=OFF')
    db.exec(`INSERT INTO day_rows SELECT ${chosen.join(', ')} FROM day_rows WHERE packet_id = '${genuine.packet_id}'`)
  }
  expect(() => copy('consented=0')).toThrow(/CHECK/)
  expect(() => copy("document_type='other'")).toThrow(/CHECK/)
  expect(() => copy("operator_id='gone'")).toThrow(/operator not in force/)
  expect(() => copy("person_judgement='same'")).not.toThrow()
  store.close()
})

describe('at central, with packets of a station that left its own rules out', () => {
  let forger: VirtualStation
  beforeAll(async () => {
    forger = await joinStation(central.url, 'TRAINING-STATION')
  })

  async function decisionOn(
    change: (payload: PacketPayload) => Partial<PacketPayload> | Promise<Partial<PacketPayload>>,
  ) {
    const application = testApplication()
    await central.addApplication(application)
    const { payload, evidence } = makePacket(forger, application, {}, true)
    const sealed = await seal(forger, { payload: { ...payload, ...(await change(payload)) }, evidence })
    expect((await putPacket(forger, sealed)).status).toBe(202)
    Object.assign(forger, { seq: payload.seq, lastHash: sealed.sha256 })
    return decidedAs(central, payload.packet_id)
  }
  const released = (payload: PacketPayload, managerId: string, key: PacketPayload['operator']['key']) => ({
    gate: 'chip_required' as const,
    managerId,
    reason: 'chip_defective' as const,
    text: 'La puce ne répond à aucun lecteur.',
    givenAt: payload.captured_at,
    signature: genuine.signature,
    manager_key: key,
  })

  it('no chip and no release', async () => {
    expect(await decisionOn(() => ({}))).toMatchObject({ state: 'NOT_VERIFIED', reasons: ['chip_required'] })
  })

  it("a genuine release of another case, under the manager's own name and key", async () => {
    const decision = await decisionOn((payload) => ({ overrides: [released(payload, 'odile', odilesKey)] }))
    expect(decision.state).toBe('QUARANTINED')
    expect(decision.reasons).toContain('override_signature_invalid')
  })

  it('the enroller as their own manager, with a true signature and in the role of one', async () => {
    const decision = await decisionOn(async (payload) => ({
      operator: { ...payload.operator, role: 'manager' },
      overrides: [await releasedBy(payload, payload.operator.operator_id, forger.operator)],
    }))
    expect(decision.state).toBe('QUARANTINED')
    expect(decision.reasons).toEqual(expect.arrayContaining(['key_shared', 'override_own_case']))
  })

  it('a release without a reason worth the name, which is no packet at all', async () => {
    const application = testApplication()
    await central.addApplication(application)
    const payload = makePayload(forger, application, { chip_checks: [] })
    const bare = { ...released(payload, 'odile', forger.operator.publicJwk), text: 'ok' }
    const reply = await putPacket(forger, await seal(forger, { ...payload, overrides: [bare] }))
    expect(reply).toMatchObject({ status: 422, body: { code: 'packet_schema_invalid' } })
  })

  it('the release of somebody whom the station made known as a clerk', async () => {
    const clerk = await makeKeyPair()
    const known = { display_name: 'A', role: 'clerk', trained_on: '2026-10-01', key: clerk.publicJwk, revoked_at: null }
    expect((await callJson(forger, 'PUT', '/v1/operators/anne', known)).status).toBeLessThan(300)
    const decision = await decisionOn((payload) => ({ overrides: [released(payload, 'anne', clerk.publicJwk)] }))
    expect(decision.state).not.toBe('APPROVED')
  })
})
