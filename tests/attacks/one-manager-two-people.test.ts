import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type RunningCentral } from '../../src/central/central.ts'
import { startCounter } from '../fixtures/counter.ts'
import { addOperator, codeOf, decide, overrideOf, pin, walkToDecision, untilSent } from '../fixtures/journey.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { openStoppedStore, startTestStation, type TestStation } from '../fixtures/test-station.ts'
import { makePacket, putPacket, seal } from '../simulate/virtual-packet.ts'
import { releasedBy } from '../simulate/signed-release.ts'
import { callJson, joinStation, makeKeyPair, type KeyPair, type VirtualStation } from '../simulate/virtual-station.ts'

// One manager who was two people: marie makes herself a colleague, mireille, whose code she alone knows, and means to release as the one
// what she enrols as the other. Against a real station and a real central.
vi.setConfig({ testTimeout: 90_000 })
let central: RunningCentral
let kiosk: TestStation

beforeAll(async () => {
  ;({ central, kiosk } = await startCounter())
  await addOperator(kiosk, 'mireille', 'manager')
})
afterAll(async () => {
  await kiosk?.stop()
  await central?.stop()
})

/** What central made of the packet, and of the application. */
async function judged(packetId: string) {
  await central.settled()
  return central.db
    .selectFrom('packet')
    .innerJoin('application', 'application.application_id', 'packet.application_id')
    .select(['packet.state', 'packet.reasons', 'application.state as application'])
    .where('packet_id', '=', packetId)
    .executeTakeFirstOrThrow()
}

describe('at the counter', () => {
  test('marie’s own case, released as mireille: refused, and not approved without it', async () => {
    await kiosk.ask('operator.login', { operatorId: 'marie', pin })
    await walkToDecision(kiosk, 'defective_chip')
    for (const managerId of ['mireille', 'marie'])
      expect(await codeOf(kiosk.ask('session.override', overrideOf({ managerId })))).toBe('override_own_case')
    expect(await codeOf(kiosk.ask('session.decide', { outcome: 'approved', reasons: [], pin }))).toBe('chip_required')
    await kiosk.ask('session.leave', { keepDraft: false })
  })

  test('mireille’s case, released as marie, who set her code: sealed, and central has a person look', async () => {
    await kiosk.ask('operator.login', { operatorId: 'mireille', pin })
    await walkToDecision(kiosk, 'defective_chip')
    await kiosk.ask('session.override', overrideOf({ managerId: 'marie' }))
    const { packetId } = await decide(kiosk, 'approved')
    await untilSent(kiosk)
    const { state, reasons, application } = await judged(packetId)
    expect([state, [...reasons].sort()]).toEqual(['MANUAL_REVIEW', ['chip_released', 'override_by_code_setter']])
    expect(application).toBe('MANUAL_REVIEW')
  })

  test('who set the code, wiped from the file: mireille is nobody any more', async () => {
    await kiosk.stop({ keepData: true })
    const store = openStoppedStore(kiosk.folder)
    const { changes } = store.db
      .prepare(`UPDATE operators SET code_set_by = NULL WHERE operator_id = 'mireille' AND code_set_by = 'marie'`)
      .run()
    store.close()
    expect(changes).toBe(1)
    kiosk = await startTestStation({ centralUrl: central.url, dataFolder: kiosk.folder })
    const logIn = (operatorId: string) => codeOf(kiosk.ask('operator.login', { operatorId, pin }))
    expect([await logIn('mireille'), await logIn('marie')]).toEqual(['operator_unknown_or_wrong_pin', null])
  })
})

describe('at central, from a station that left its own rules out', () => {
  let station: VirtualStation
  beforeAll(async () => void (station = await joinStation(central.url, 'TRAINING-STATION')))

  const announce = (name: string, { publicJwk }: KeyPair) =>
    callJson(station, 'PUT', `/v1/operators/${name}`, {
      ...{ display_name: name, role: 'manager', trained_on: '2026-10-01', key: publicJwk, revoked_at: null },
    })

  /** A visit with a mute chip, sealed with the release of somebody by that key. */
  async function sealWith(managerId: string, key: KeyPair) {
    const application = testApplication()
    await central.addApplication(application)
    const { payload, evidence } = makePacket(station, application, {}, true)
    const overrides = [await releasedBy(payload, managerId, key)]
    const sealed = await seal(station, { payload: { ...payload, overrides }, evidence })
    expect((await putPacket(station, sealed)).status).toBe(202)
    Object.assign(station, { seq: payload.seq, lastHash: sealed.sha256 })
    return judged(payload.packet_id)
  }

  test('one key under two names: the second is not taken, and a release by it goes into quarantine', async () => {
    // An approval first, so that central knows whose the key is.
    await sealWith('nobody', await makeKeyPair())
    expect(await announce('gina', station.operator)).toMatchObject({ body: { code: 'operator_key_in_use' } })
    const { state, reasons, application } = await sealWith('gina', station.operator)
    expect([state, application]).toEqual(['QUARANTINED', 'MANUAL_REVIEW'])
    expect(reasons).toContain('key_shared')
  })

  test('two keys under two names: a released chip is looked at by a person, whoever released it', async () => {
    const second = await makeKeyPair()
    expect((await announce('gisele', second)).status).toBeLessThan(300)
    const { state, reasons, application } = await sealWith('gisele', second)
    expect([state, application]).toEqual(['MANUAL_REVIEW', 'MANUAL_REVIEW'])
    expect(reasons).toContain('chip_released')
  })

  test('a name that central does not know: looked at for that, too', async () => {
    const { state, reasons, application } = await sealWith('nobody', await makeKeyPair())
    expect([state, application]).toEqual(['MANUAL_REVIEW', 'MANUAL_REVIEW'])
    expect(reasons).toContain('override_manager_unknown')
  })
})
