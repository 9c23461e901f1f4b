import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { admit } from '../../../tests/fixtures/people.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import {
  callJson,
  makeKeyPair,
  makeProof,
  request,
  type Send,
  type VirtualStation,
} from '../../../tests/simulate/virtual-station.ts'
import { EventsAnswer } from '../../contract/protocol/central-events.ts'

describe.each(databases)('what a station may do, once, on %s', (name, installed) => {
  let running: CentralOn
  let station: VirtualStation
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name)
    station = await activeStation(running.central)
  })
  afterAll(() => running?.stop())

  const operator = (more: { revoked_at?: string | null; display_name?: string } = {}) => {
    const key = station.operator.publicJwk
    return { display_name: 'P', role: 'postman', trained_on: '2026-10-01', key, revoked_at: null, ...more }
  }
  const now = () => new Date().toISOString()

  /** The whole request as it went over the wire, to be sent as often as one likes. */
  async function recorded(method: string, path: string, body: unknown): Promise<Send> {
    await callJson(station, 'GET', '/v1/config')
    const proof = { accessToken: station.token, nonce: station.nonce }
    const dpop = await makeProof(station.key, method, station.url + path, proof)
    const headers = { authorization: `DPoP ${station.token}`, dpop, 'content-type': 'application/json' }
    return { method, path, body: JSON.stringify(body), headers }
  }
  const send = (one: Send) => request(station.url, one)

  async function visitOf(operatorId: string) {
    const application = testApplication({ channel: 'home' })
    await running.central.addApplication(application)
    const { applicationId } = application
    await running.central.addAppointment({ applicationId, operatorId, startsAt: now(), endsAt: now(), note: null })
    const query = running.central.db.selectFrom('appointment').selectAll().where('application_id', '=', applicationId)
    return { application, row: () => query.executeTakeFirstOrThrow() }
  }

  test.runIf(installed)('an end of a right sent again does not undo a new beginning', async () => {
    const path = '/v1/operators/replayed'
    await admit(running.central, station, 'replayed', { key: await makeKeyPair() })
    const ended = await recorded('PUT', path, operator({ revoked_at: now() }))
    expect((await send(ended)).status).toBe(204)
    expect((await callJson(station, 'GET', '/v1/config')).body.revoked_operators).toContain('replayed')
    await running.central.assignPerson(station.stationId, 'replayed')
    expect((await send(ended)).body.code).toBe('proof_invalid')
    expect((await callJson(station, 'GET', '/v1/config')).body.revoked_operators).not.toContain('replayed')
  })

  test.runIf(installed)('an older outcome sent again does not undo its correction', async () => {
    await admit(running.central, station, 'postman-1', { role: 'postman', key: await makeKeyPair() })
    const visit = await visitOf('postman-1')
    const path = `/v1/appointments/${(await visit.row()).appointment_id}/outcome`
    const told = (outcome: string) => ({ outcome, at: now(), operator_id: 'postman-1', note: null })
    const older = await recorded('POST', path, told('no_show'))
    expect((await send(older)).status).toBe(204)
    expect((await callJson(station, 'POST', path, told('done'))).status).toBe(204)
    expect((await send(older)).body.code).toBe('proof_invalid')
    expect((await visit.row()).outcome).toBe('done')
  })

  test.runIf(installed)('a station tells outcomes for its own postmen only', async () => {
    const visit = await visitOf('postman-of-another')
    const path = `/v1/appointments/${(await visit.row()).appointment_id}/outcome`
    const body = { outcome: 'done', at: now(), operator_id: 'postman-of-another', note: null }
    expect((await callJson(station, 'POST', path, body)).body.code).toBe('appointment_unknown')
  })

  test.runIf(installed)('who was revoked anywhere gets no citizen’s data here; each try is audited', async () => {
    await admit(running.central, station, 'dismissed', { key: await makeKeyPair() })
    const { application } = await visitOf('dismissed')
    const lookUp = (reference: string) =>
      callJson(station, 'POST', '/v1/applications/lookup', { reference, operator_id: 'dismissed' })
    const visits = async () =>
      (await callJson(station, 'GET', '/v1/appointments?operator_id=dismissed')).body.items.length
    expect([(await lookUp(application.reference)).status, await visits()]).toEqual([200, 1])
    expect((await lookUp('Camille Durand')).body.code).toBe('reference_malformed')
    await running.central.revokeOperator('dismissed', new Date())
    expect([(await lookUp(application.reference)).body.code, await visits()]).toEqual(['operator_revoked', 0])
    const rows = running.central.db.selectFrom('audit').select(['subject', 'result']).where('actor', '=', 'dismissed')
    expect(await rows.orderBy('at').execute()).toEqual([
      { subject: application.reference, result: 'found' },
      { subject: '', result: 'reference_malformed' },
      { subject: application.reference, result: 'operator_revoked' },
    ])
  })

  test.runIf(installed)('a text that the database cannot hold is the sender’s fault, and said so', async () => {
    const lookup = { reference: 'AAA-AAA-AAAA', operator_id: 'a\0b' }
    expect((await callJson(station, 'POST', '/v1/applications/lookup', lookup)).body.code).toBe('request_invalid')
  })

  test.runIf(installed)('events: a cursor from before a restore misses nothing', async () => {
    const { db } = running.central
    const revokedSoFar = async (after: string) => {
      const { body } = await callJson(station, 'GET', `/v1/events?after=${after}`)
      const { events, next } = EventsAnswer.parse(body)
      return { next, names: events.flatMap((event) => (event.type === 'operator_revoked' ? [event.operator_id] : [])) }
    }
    for (const id of ['op-a', 'op-b', 'op-c', 'op-d'])
      await admit(running.central, station, id, { key: await makeKeyPair() })
    const start = (await revokedSoFar('')).next
    await running.central.revokeOperator('op-a', new Date())
    await running.central.revokeOperator('op-b', new Date())
    const { next } = await revokedSoFar(start)
    expect((await revokedSoFar(next)).names).toEqual([])
    const plain = next.split('.')[0]!
    expect((await revokedSoFar(plain)).names, 'as an older station kept it').toEqual([])
    // The backup knows nothing of the last event; two others have taken its number and the next since.
    await db
      .deleteFrom('event')
      .where('station_id', '=', station.stationId)
      .where('number', '=', Number(plain))
      .execute()
    await db
      .updateTable('station')
      .set({ last_event: Number(plain) - 1 })
      .where('station_id', '=', station.stationId)
      .execute()
    expect((await revokedSoFar(next)).names, 'no such event').toContain('op-a')
    await running.central.revokeOperator('op-c', new Date())
    await running.central.revokeOperator('op-d', new Date())
    const { names } = await revokedSoFar(next)
    expect(names, 'another event of that number').toEqual(expect.arrayContaining(['op-a', 'op-c', 'op-d']))
  })
})
