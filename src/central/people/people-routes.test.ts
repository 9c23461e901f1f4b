import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { enrolKey } from '../../../tests/fixtures/people.ts'
import { callApi, registerClient, type VirtualClient } from '../../../tests/fixtures/virtual-client.ts'
import { makeKeyPair, registerStation, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'

describe.each(databases)('people, as a neighbouring system keeps them, on %s', (name, installed) => {
  let running: CentralOn
  let station: VirtualStation
  let staff: VirtualClient
  let letters: VirtualClient
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name)
    const { central } = running
    station = await registerStation(central.url, await central.issueStationCode('Brest Siam'))
    await central.activateStation(station.stationId, station.key.kid)
    staff = await registerClient(central, 'staff', ['people:read', 'people:write'])
    letters = await registerClient(central, 'letters', ['people:codes'])
  })
  afterAll(() => running?.stop())
  const person = {
    person_id: 'anne-marie',
    display_name: 'Anne-Marie Le Goff',
    role: 'clerk',
    trained_until: '2035-01-01',
  }
  const at = (path = '') => `/api/v1/people/anne-marie${path}`
  const codeOf = async (method: string, path: string, body?: unknown, client = staff) => {
    const reply = await callApi(client, method, path, body)
    return reply.body?.code ?? reply.status
  }
  const makeKey = async (code: string) =>
    (await enrolKey(station, 'anne-marie', code, await makeKeyPair())).body?.code ?? 200

  test.runIf(installed)('are entered once, and refused where an identifier is not one', async () => {
    expect(await codeOf('POST', '/api/v1/people', person)).toBe(204)
    expect(await codeOf('POST', '/api/v1/people', person)).toBe('operator_exists')
    for (const person_id of ['Anne', 'ab', 'anne marie', 'anne\u200bmarie', 'central']) {
      expect(await codeOf('POST', '/api/v1/people', { ...person, person_id })).toMatch(
        /request_invalid|operator_invalid/,
      )
    }
    for (const display_name of ['Anne\u202eMarie', 'Anne\ud800', '\u200b', 'Anne\nMarie', 'A\u0000'])
      expect(await codeOf('POST', at('/changes'), { display_name }), display_name).toBe('request_invalid')
    // A day that drivers write each in a way of its own would be read back by none.
    expect(await codeOf('POST', at('/revoke'), { since: '0000-01-01T00:00:00Z' })).toBe('request_invalid')
    expect((await callApi(staff, 'GET', at())).body).toEqual({ ...person, revoked_at: null, stations: [] })
    expect(await codeOf('GET', '/api/v1/people/nobody')).toBe('not_found')
  })

  test.runIf(installed)('make a key by a code that another client gives, and lose it by a reset', async () => {
    expect(await codeOf('POST', at('/code')), 'who enters people gives no codes').toBe('scope_missing')
    expect(await codeOf('POST', '/api/v1/people', person, letters)).toBe('scope_missing')
    expect(await codeOf('PUT', at(`/stations/${station.stationId}`))).toBe(204)
    expect(await codeOf('PUT', at('/stations/00000000-0000-8000-8000-000000000000'))).toBe('not_found')
    const code = async (path: string) => (await callApi(letters, 'POST', at(path))).body.code as string
    const [first, second] = [await code('/code'), await code('/code')]
    expect(await makeKey(first), 'the second ended it').toBe('operator_code_invalid')
    expect(await makeKey(second)).toBe(200)
    const valid = () =>
      running.central.db
        .selectFrom('key_owner')
        .select('thumbprint')
        .where('person_id', '=', 'anne-marie')
        .where('valid_until', 'is', null)
        .execute()
    expect(await valid()).toHaveLength(1)
    const third = await code('/reset')
    expect(await valid()).toHaveLength(0)
    expect(await makeKey(third)).toBe(200)
    expect((await callApi(staff, 'GET', at())).body.stations).toEqual([station.stationId])
  })

  test.runIf(installed)('change from a day on, and are revoked', async () => {
    expect(await codeOf('POST', at('/changes'), {})).toBe('request_invalid')
    expect(await codeOf('POST', at('/changes'), { trained_until: '2036-02-30' })).toBe('request_invalid')
    expect(await codeOf('POST', at('/changes'), { trained_until: '2036-02-01', role: 'manager' })).toBe(204)
    expect((await callApi(staff, 'GET', at())).body).toMatchObject({ trained_until: '2036-02-01', role: 'manager' })
    const later = new Date(Date.now() + 3_600_000).toISOString()
    expect(await codeOf('POST', at('/revoke'), { since: later })).toBe('time_in_future')
    expect(await codeOf('POST', at('/revoke'), { since: '2026-11-28T10:00:00' }), 'without its zone').toBe(
      'request_invalid',
    )
    expect(await codeOf('DELETE', at(`/stations/${station.stationId}`))).toBe(204)
    expect(await codeOf('POST', at('/revoke'), { since: new Date().toISOString() })).toBe(204)
    expect(await codeOf('POST', at('/code'), undefined, letters)).toBe('operator_revoked')
    expect(await codeOf('POST', at('/changes'), { role: 'clerk' })).toBe('operator_revoked')
  })

  test.runIf(installed)('leave a trace of every change, refused ones too, without a name', async () => {
    const rows = await running.central.db.selectFrom('audit').selectAll().where('subject', '=', 'anne-marie').execute()
    const seen = rows.map(({ actor, action, result }) => `${actor} ${action} ${result}`)
    for (const line of [
      'staff operator.add done',
      'staff operator.add operator_exists',
      'letters operator.reset done',
      'staff operator.revoke time_in_future',
    ])
      expect(seen).toContain(line)
    expect(JSON.stringify(rows)).not.toContain('Le Goff')
  })
})
