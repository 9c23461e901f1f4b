import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { admit, enrolKey, trainedUntil } from '../../../tests/fixtures/people.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { putPacket, sealNext } from '../../../tests/simulate/virtual-packet.ts'
import { callJson, makeKeyPair, registerStation, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import type { PacketPayload } from '../../contract/protocol/packet.ts'
import { Roster } from '../../contract/protocol/people.ts'
import { decodeJwt } from 'jose'
import { legalTimeZone } from '../../contract/legal-time.ts'
import { legalDay } from '../../enrolment/local-day.ts'
import { personAt } from './person.ts'

const dayMs = 24 * 3_600_000
const dayOf = (time: Date | number) => new Date(time).toISOString().slice(0, 10)
const person = (personId: string, role: 'clerk' | 'manager' = 'clerk') => ({
  ...{ personId, displayName: personId, role, trainedUntil },
})

describe.each(databases)('people are central’s word, on %s', (name, installed) => {
  let running: CentralOn
  let station: VirtualStation
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name)
    station = await activeStation(running.central)
  })
  afterAll(() => running?.stop())

  const rosterOf = async (one: VirtualStation) =>
    Roster.parse(decodeJwt((await callJson(one, 'GET', '/v1/config')).body.roster))
  async function decisionOn(from: VirtualStation, operator: Partial<PacketPayload['operator']> = {}) {
    const application = testApplication()
    await running.central.addApplication(application)
    const known = { operator_id: 'clerk-1', role: 'clerk' as const, trained_on: dayOf(Date.now()) }
    const sealed = await sealNext(from, application, {
      operator: { ...known, key: from.operator.publicJwk, ...operator },
    })
    expect((await putPacket(from, sealed)).status).toBe(202)
    await running.central.settled()
    return stateOf(from, sealed.packetId)
  }
  async function stateOf(asking: VirtualStation, packetId: string): Promise<string> {
    const { body } = await callJson(asking, 'POST', '/v1/packets/status', { packet_ids: [packetId] })
    return [body.packets[0].state, ...body.packets[0].reasons].join(' ')
  }

  test
    .runIf(installed)
    .each([
      'ALICE',
      'Alice',
      ' alice',
      'ali ce',
      'ａｌｉｃｅ',
      'ali\u200bce',
      'аlice',
      'éva',
      'al',
      'a'.repeat(33),
      'alice.b',
      'station',
      'central',
    ])('%j is no identifier, and is not made into one', async (personId) => {
    await expect(running.central.addPerson(person(personId))).rejects.toMatchObject({ code: 'operator_invalid' })
    const refused = await enrolKey(station, encodeURIComponent(personId), 'AAAA-AAAA-AAAA', await makeKeyPair())
    expect(refused.status).toBeGreaterThanOrEqual(400)
    expect(refused.status).toBeLessThan(500)
  })

  test.runIf(installed)('an identifier is given once', async () => {
    await running.central.addPerson(person('berthe'))
    await expect(running.central.addPerson(person('berthe'))).rejects.toMatchObject({ code: 'operator_exists' })
  })

  test.runIf(installed)('role and training are those of the day, whatever they became since', async () => {
    const { central } = running
    await central.addPerson(person('rene'))
    const inDays = (days: number) => ({ at: new Date(Date.now() + days * dayMs), timeZone: legalTimeZone })
    // Two days on: a day with 25 hours is longer than one.
    const from = legalDay(inDays(2).at)
    await central.changePerson({ personId: 'rene', role: 'manager', trainedUntil: '2031-05-01', from })
    expect(await personAt(central.db, 'rene', inDays(0))).toMatchObject({ role: 'clerk', trainedUntil })
    expect(await personAt(central.db, 'rene', inDays(2))).toMatchObject({
      ...{ role: 'manager', trainedUntil: '2031-05-01' },
    })
    expect(await personAt(central.db, 'rene', inDays(-2)), 'nobody yet').toBeNull()
    expect(await personAt(central.db, 'nobody', inDays(0))).toBeNull()
  })

  test.runIf(installed)('a key is made with the code given to the person, once, where they work', async () => {
    const { central } = running
    const [here, elsewhere] = [await activeStation(central), await activeStation(central)]
    await central.addPerson(person('odile'))
    const code = await central.issuePersonCode('odile')
    const key = await makeKeyPair()
    const codeOf = (reply: { status: number; body: { code: string } }) => `${reply.status} ${reply.body.code}`
    expect(codeOf(await enrolKey(here, 'odile', code, key)), 'not their kiosk').toBe('403 operator_not_on_roster')
    await central.assignPerson(here.stationId, 'odile')
    expect(codeOf(await enrolKey(here, 'odile', 'AAAA-AAAA-AAAA', key))).toBe('403 operator_code_invalid')
    expect(codeOf(await enrolKey(here, 'clerk-1', code, key)), 'another’s code').toBe('403 operator_code_invalid')
    expect(codeOf(await enrolKey(here, 'odile', code, key, { person_id: 'clerk-1' }))).toBe('401 proof_invalid')
    expect(codeOf(await enrolKey(here, 'odile', code, key, { station_id: elsewhere.stationId }))).toBe(
      '401 proof_invalid',
    )
    const taken = await enrolKey(here, 'odile', code, key)
    expect(taken.status).toBe(200)
    const { people } = Roster.parse(decodeJwt(taken.body.roster))
    expect(people.find((one) => one.person_id === 'odile')).toMatchObject({ keys: [key.kid], role: 'clerk' })
    expect((await enrolKey(here, 'odile', code, key)).status, 'the answer was lost').toBe(200)
    expect(codeOf(await enrolKey(here, 'odile', code, await makeKeyPair()))).toBe('403 operator_code_invalid')
  })

  test.runIf(installed)('a new code ends the one before', async () => {
    const { central } = running
    const first = await central.issuePersonCode('clerk-1')
    await central.issuePersonCode('clerk-1')
    expect((await enrolKey(station, 'clerk-1', first, await makeKeyPair())).body.code).toBe('operator_code_invalid')
  })

  test.runIf(installed)('a key belongs to one person or one station', async () => {
    const { central } = running
    const own = await activeStation(central)
    await central.addPerson(person('lea'))
    await central.assignPerson(own.stationId, 'lea')
    const enrol = async (key: VirtualStation['key']) =>
      (await enrolKey(own, 'lea', await central.issuePersonCode('lea'), key)).body.code
    expect(await enrol(own.operator), 'of a colleague').toBe('operator_key_in_use')
    expect(await enrol(own.key), 'of the kiosk').toBe('operator_key_in_use')
    const registered = registerStation(central.url, await central.issueStationCode('Quimper'), { key: own.operator })
    await expect(registered).rejects.toThrow('operator_key_in_use')
  })

  test.runIf(installed)('a new key ends the one before; a key nobody enrolled counts for nobody', async () => {
    const { central } = running
    const own = await activeStation(central)
    expect(await decisionOn(own)).toBe('APPROVED')
    const before = own.operator
    own.operator = await makeKeyPair()
    expect(await decisionOn(own)).toBe('QUARANTINED operator_key_unknown')
    await admit(central, own, 'clerk-1')
    expect(await decisionOn(own)).toBe('APPROVED')
    own.operator = before
    expect(await decisionOn(own)).toBe('QUARANTINED operator_key_unknown')
  })

  test.runIf(installed)('nobody signs as another, nor at a kiosk that is not theirs', async () => {
    const { central } = running
    const [here, elsewhere] = [await activeStation(central), await activeStation(central)]
    await admit(central, here, 'mona', { key: await makeKeyPair() })
    expect(await decisionOn(here, { operator_id: 'mona' })).toBe('QUARANTINED operator_key_unknown')
    expect(await decisionOn(here, { operator_id: 'CLERK-1' })).toBe('QUARANTINED operator_key_unknown')
    elsewhere.operator = here.operator
    expect(await decisionOn(elsewhere)).toBe('QUARANTINED operator_key_unknown')
  })

  test.runIf(installed)('who was quarantined for an unknown key is judged again once it is known', async () => {
    const { central } = running
    const own = await activeStation(central)
    const key = (own.operator = await makeKeyPair())
    const application = testApplication()
    await central.addApplication(application)
    const sealed = await sealNext(own, application)
    await putPacket(own, sealed)
    await central.settled()
    expect(await stateOf(own, sealed.packetId)).toBe('QUARANTINED operator_key_unknown')
    await admit(central, own, 'clerk-1', { key })
    await central.settled()
    expect(await stateOf(own, sealed.packetId)).toBe('APPROVED')
  })

  test.runIf(installed)('a station hears of its own people only, and of those who left it', async () => {
    const { central } = running
    const [here, elsewhere] = [await activeStation(central), await activeStation(central)]
    await admit(central, elsewhere, 'yves', { key: await makeKeyPair() })
    await admit(central, here, 'zoe', { key: await makeKeyPair() })
    expect((await rosterOf(here)).people.map((one) => one.person_id)).toEqual(['clerk-1', 'zoe'])
    await central.unassignPerson(here.stationId, 'zoe')
    const left = (await rosterOf(here)).people.find((one) => one.person_id === 'zoe')
    expect(Date.parse(left!.revoked_at!)).toBeLessThanOrEqual(Date.now())
    await central.assignPerson(here.stationId, 'zoe')
    expect((await rosterOf(here)).people.find((one) => one.person_id === 'zoe')!.revoked_at).toBeNull()
  })

  test.runIf(installed)('revocation acts on the person and on every key, wherever they are', async () => {
    const { central } = running
    const stations = [await activeStation(central), await activeStation(central)]
    for (const one of stations) await admit(central, one, 'hugo', { key: (one.operator = await makeKeyPair()) })
    await central.revokeOperator('hugo', new Date(Date.now() - 1000))
    for (const one of stations) {
      expect(await decisionOn(one, { operator_id: 'hugo' })).toBe('QUARANTINED operator_revoked')
      const told = (await rosterOf(one)).people.find((each) => each.person_id === 'hugo')
      expect([told!.keys, told!.revoked_at !== null]).toEqual([[], true])
    }
    await expect(central.issuePersonCode('hugo')).rejects.toMatchObject({ code: 'operator_revoked' })
    await expect(central.assignPerson(station.stationId, 'hugo')).rejects.toMatchObject({ code: 'operator_revoked' })
    await expect(central.revokeOperator('clerk-1', new Date(Date.now() + 60_000))).rejects.toMatchObject({
      ...{ code: 'time_in_future' },
    })
  })

  test.runIf(installed)('the first manager of a station is named in its registration code', async () => {
    const { central } = running
    await central.addPerson(person('chef', 'manager'))
    await expect(central.issueStationCode('Brest', 'nobody')).rejects.toMatchObject({ code: 'not_found' })
    await expect(central.issueStationCode('Brest', 'berthe')).rejects.toMatchObject({ code: 'forbidden' })
    const fresh = await registerStation(central.url, await central.issueStationCode('Brest', 'chef'))
    await central.activateStation(fresh.stationId, fresh.key.kid)
    expect((await rosterOf(fresh)).people).toMatchObject([{ person_id: 'chef', role: 'manager', keys: [] }])
  })

  test.runIf(installed)('a branch makes nobody known, but may end a right at once', async () => {
    const { central } = running
    const own = await activeStation(central)
    const told = { display_name: 'X', role: 'manager', trained_on: '2026-10-01', key: own.operator.publicJwk }
    const put = (id: string, revoked_at: string | null) =>
      callJson(own, 'PUT', `/v1/operators/${id}`, { ...told, revoked_at })
    expect((await put('intruder', null)).body.code).toBe('forbidden')
    expect((await put('clerk-1', null)).body.code).toBe('forbidden')
    expect((await put('intruder', new Date().toISOString())).body.code).toBe('operator_not_on_roster')
    expect((await put('clerk-1', new Date().toISOString())).status).toBe(204)
    expect(await decisionOn(own)).toBe('QUARANTINED operator_revoked')
  })

  test.runIf(installed)('a look-up is for a person of the station’s roster', async () => {
    const application = testApplication()
    await running.central.addApplication(application)
    const lookUp = (operator_id: string) =>
      callJson(station, 'POST', '/v1/applications/lookup', { reference: application.reference, operator_id })
    expect((await lookUp('clerk-1')).status).toBe(200)
    expect((await lookUp('nobody-here')).body.code).toBe('operator_not_on_roster')
  })
})
