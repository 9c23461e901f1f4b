import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCentral, type RunningCentral } from '../../src/central/central.ts'
import { defaultPolicy } from '../../src/contract/policy.ts'
import { activeStation, startCentralOn, type CentralOn } from '../fixtures/central-on.ts'
import { admit } from '../fixtures/people.ts'
import { findPostgres } from '../fixtures/postgres.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { callJson, freshNonce, makeKeyPair, type VirtualStation } from '../simulate/virtual-station.ts'

const {
  lookupMissesPerHour: misses,
  lookupsPerPersonHour: perPerson,
  lookupsPerStationHour: perStation,
} = defaultPolicy
const limits = { requestsPerSecond: 10_000, requestsBurst: 100_000 }

/** A kiosk in other hands asks for many citizens at once, at every instance that there is, and again when central was restarted. */
describe.runIf(findPostgres() !== null)('look-ups by the hundred', () => {
  let at = new Date('2026-11-02T10:59:30.000Z')
  const now = () => at
  const start = (databaseUrl: string) => createCentral({ environment: 'production', databaseUrl, limits, now })
  let first: CentralOn
  let second: RunningCentral
  beforeAll(async () => {
    first = await startCentralOn('PostgreSQL', { limits, now })
    second = await start(first.databaseUrl!)
  })
  afterAll(async () => {
    await second?.stop()
    await first?.stop()
  })

  async function kiosk(...people: string[]): Promise<VirtualStation> {
    const station = await activeStation(first.central)
    for (const one of people) await admit(first.central, station, one, { key: await makeKeyPair() })
    return station
  }
  const unknown = () => testApplication().reference
  async function known(): Promise<string> {
    const application = testApplication()
    await first.central.addApplication(application)
    return application.reference
  }
  /** At the two instances in turn, all at once; how often each answer came. */
  async function askAtOnce(station: VirtualStation, operator_id: string, references: string[]) {
    const instances = [first.central.url, second.url]
    const replies = await Promise.all(
      references.map((reference, i) =>
        callJson({ ...station, url: instances[i % 2]! }, 'POST', '/v1/applications/lookup', { reference, operator_id }),
      ),
    )
    const answers = replies.map(({ status, body }) => (status === 200 ? 'found' : (body.code as string)))
    return Object.fromEntries(
      [...new Set(answers)].map((answer) => [answer, answers.filter((a) => a === answer).length]),
    )
  }
  /** A token and a nonce of before have ended by then. */
  async function goTo(time: string, station: VirtualStation): Promise<void> {
    at = new Date(time)
    Object.assign(station, { token: null, nonce: await freshNonce(first.central.url) })
    await callJson(station, 'GET', '/v1/config')
  }
  const hundred = <T>(make: () => T): T[] => Array.from({ length: 100 }, make)

  test('for nothing end at the misses of one person', async () => {
    const station = await kiosk()
    const answers = await askAtOnce(station, 'clerk-1', hundred(unknown))
    expect(answers).toEqual({ application_unknown: misses, lookup_limit: 100 - misses })
  })

  test('for citizens end at the share of one person, and the full hour, a restart and another instance give no more', async () => {
    const station = await kiosk()
    const reference = await known()
    const all = hundred(() => reference)
    expect(await askAtOnce(station, 'clerk-1', all)).toEqual({ found: perPerson, lookup_limit: 100 - perPerson })
    await second.stop()
    second = await start(first.databaseUrl!)
    await goTo('2026-11-02T11:00:30.000Z', station)
    expect(await askAtOnce(station, 'clerk-1', all)).toEqual({ lookup_limit: 100 })
    await goTo('2026-11-02T11:59:29.999Z', station)
    expect(await askAtOnce(station, 'clerk-1', [reference, reference])).toEqual({ lookup_limit: 2 })
    await goTo('2026-11-02T12:01:00.000Z', station)
    expect(await askAtOnce(station, 'clerk-1', [reference, reference]), 'an hour later').toEqual({ found: 2 })
  })

  test('by five people end at the share of the kiosk', async () => {
    const people = ['clerk-1', 'clerk-2', 'clerk-3', 'clerk-4', 'clerk-5']
    const station = await kiosk(...people.slice(1))
    const reference = await known()
    const answers = await Promise.all(
      people.map((one) => askAtOnce(station, one, Array<string>(perPerson).fill(reference))),
    )
    expect(answers.reduce((sum, { found = 0 }) => sum + found, 0)).toBe(perStation)
  })

  test('of references that are none by their form are no misses', async () => {
    const station = await kiosk()
    const answers = await askAtOnce(station, 'clerk-1', Array<string>(misses + 5).fill('Dupont'))
    expect(answers).toEqual({ reference_malformed: misses + 5 })
    expect(await askAtOnce(station, 'clerk-1', [unknown()])).toEqual({ application_unknown: 1 })
  })
})
