import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { callJson, makeProof, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import { EventsAnswer } from '../../contract/protocol/central-events.ts'
import { createCentral } from '../central.ts'
import { transact } from '../database/transact.ts'
import { appendEvent } from './append-event.ts'

describe.each(databases)('events that a station waits for, on %s', (name, installed) => {
  let running: CentralOn
  let here: VirtualStation
  let there: VirtualStation
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name)
    here = await activeStation(running.central)
    there = await activeStation(running.central)
  })
  afterAll(() => running?.stop())

  const newest = async (station: VirtualStation): Promise<string> =>
    EventsAnswer.parse((await callJson(station, 'GET', '/v1/events?limit=500')).body).next
  const hold = async (station: VirtualStation, seconds: number): Promise<EventsAnswer> => {
    const { status, body } = await callJson(station, 'GET', `/v1/events?wait=${seconds}&after=${await newest(station)}`)
    expect(status).toBe(200)
    return EventsAnswer.parse(body)
  }
  const tell = (station: VirtualStation, operator: string, at = new Date(), db = running.central.db) =>
    transact(db, (trx) => appendEvent(trx, station.stationId, { type: 'operator_revoked', operator_id: operator }, at))
  const namesIn = ({ events }: EventsAnswer) =>
    events.map((event) => event.type === 'operator_revoked' && event.operator_id)

  /** A question that central keeps by now: its answer has begun. */
  async function ask(station: VirtualStation, seconds: number) {
    const path = `/v1/events?wait=${seconds}&after=${await newest(station)}`
    const proof = { accessToken: station.token, nonce: station.nonce }
    const dpop = await makeProof(station.key, 'GET', station.url + path, proof)
    const response = await fetch(station.url + path, { headers: { authorization: `DPoP ${station.token}`, dpop } })
    expect(response.status).toBe(200)
    return { text: response.text(), response }
  }

  test.runIf(installed)('comes as soon as there is one, to the station that it concerns alone', async () => {
    const [mine, others] = [await ask(here, 200), await ask(there, 200)]
    await tell(here, 'ada')
    const text = await mine.text
    expect(text, 'white space shows that the connection lives').toMatch(/^ +\{/)
    expect(namesIn(EventsAnswer.parse(JSON.parse(text)))).toEqual(['ada'])
    await tell(there, 'bob')
    expect(namesIn(EventsAnswer.parse(JSON.parse(await others.text)))).toEqual(['bob'])
  })

  test.runIf(installed)('that came before the question is told at once', async () => {
    const after = await newest(here)
    await tell(here, 'carl')
    const { body } = await callJson(here, 'GET', `/v1/events?wait=200&after=${after}`)
    expect(namesIn(EventsAnswer.parse(body))).toEqual(['carl'])
  })

  test.runIf(installed)('is none: the answer is empty after the time asked for, and the cursor stays', async () => {
    const before = await newest(here)
    const startedAt = performance.now()
    expect(await hold(here, 1)).toEqual({ events: [], next: before })
    expect(performance.now() - startedAt).toBeGreaterThan(900)
  })

  test.runIf(installed)(
    'dated long ago, as by a transaction that waited for a lock, is in the answer at the end',
    async () => {
      const { text } = await ask(here, 3)
      await tell(here, 'dora', new Date(Date.now() - 60_000))
      expect(namesIn(EventsAnswer.parse(JSON.parse(await text)))).toEqual(['dora'])
    },
  )

  test.runIf(installed)('is waited for by the newer question of a station; the older one is answered', async () => {
    const older = await ask(here, 200)
    const newer = await ask(here, 200)
    expect(EventsAnswer.parse(JSON.parse(await older.text)).events).toEqual([])
    await tell(here, 'emil')
    expect(namesIn(EventsAnswer.parse(JSON.parse(await newer.text)))).toEqual(['emil'])
  })

  test.runIf(installed)('is asked for with bounds', async () => {
    for (const wait of ['241', '-1', '1.5', 'long'])
      expect((await callJson(here, 'GET', `/v1/events?wait=${wait}`)).body.code, wait).toBe('request_invalid')
  })

  test.runIf(name === 'PostgreSQL' && installed)(
    'is heard where another instance wrote it, and a stop answers',
    async () => {
      const { databaseUrl } = running
      const second = await createCentral({ environment: 'production', databaseUrl })
      const away: VirtualStation = { ...here, url: second.url, token: null }
      const first = await ask({ ...away, token: here.token }, 200).catch((error: unknown) => error)
      expect(first).not.toBeInstanceOf(Error)
      await tell(here, 'fay')
      const { text } = first as Awaited<ReturnType<typeof ask>>
      expect(namesIn(EventsAnswer.parse(JSON.parse(await text)))).toEqual(['fay'])

      const kept = await ask({ ...away, token: here.token }, 200)
      await second.stop()
      expect(EventsAnswer.parse(JSON.parse(await kept.text)).events).toEqual([])
    },
  )

  test.runIf(installed)('is not waited for by whoever hung up', async () => {
    const { response } = await ask(here, 200)
    await response.body!.cancel().catch(() => {})
    await tell(here, 'gus')
    expect(namesIn(await hold(here, 1).then(() => read(here)))).toContain('gus')
  })
  const read = async (station: VirtualStation) =>
    EventsAnswer.parse((await callJson(station, 'GET', '/v1/events?limit=500')).body)
})
