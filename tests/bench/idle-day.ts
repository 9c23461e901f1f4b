import { setTimeout as rest } from 'node:timers/promises'
import pg from 'pg'
import { findPostgres, startPostgres } from '../fixtures/postgres.ts'
import { commandLineOf, cpuSecondsOf, descendantsOf } from '../fixtures/processes.ts'
import { france } from '../simulate/day.ts'
import { eachOf, joinTraining, startCentralProcess } from '../simulate/load.ts'
import { call, fetchToken, type VirtualStation } from '../simulate/virtual-station.ts'
import type { BenchRow } from './row.ts'

const stationCount = 300
const rounds = 6
const daySeconds = 86_400
/** Seconds for which a question is kept here, in which white space is sent three times; in the 240 s of a kiosk's, twelve times. */
const heldSeconds = 59
/** A minute, so that each measurement has central's chores of a minute in it once. */
const windowMs = 60_000
const inWindow = (work: Promise<unknown>) => Promise.all([work, rest(windowMs)])
const [breaths, breathsOfAll] = [3, 12]

/** CPU seconds of central and of PostgreSQL together. */
const spent = (): number => {
  const all = descendantsOf(process.pid)
  const ofInterest = all.filter((pid) => /postgres|central\/main/.test(commandLineOf(pid)))
  return ofInterest.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0)
}

/**
 * What a kiosk that nobody uses costs central and PostgreSQL in a day, in CPU seconds: with a question for events each minute, and with
 * questions that central keeps. Each kind of call is measured alone and multiplied by how often it comes; nothing is measured for a day.
 */
export async function benchIdleDay(): Promise<BenchRow[]> {
  if (findPostgres() === null) return []
  const cluster = await startPostgres()
  const databaseUrl = await cluster.createDatabase()
  const central = await startCentralProcess(databaseUrl, false)
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  /** As if each had last been heard of longer ago than a minute, which is then written down. */
  const age = () => client.query("UPDATE station SET last_seen_at = last_seen_at - interval '2 minutes'")
  try {
    const stations = await joinTraining(central.url, stationCount)
    const restCost = await measure(() => rest(windowMs))
    /** CPU seconds of one call by each station, without what central does anyway. */
    const costOf = async (ask: (station: VirtualStation) => Promise<unknown>, atOnce: number, times: number) => {
      await eachOf(stations, atOnce, ask)
      let [sum, seconds] = [0, 0]
      for (let round = 0; round < times; round += 1) {
        await age()
        const startedAt = performance.now()
        sum += await measure(() => eachOf(stations, atOnce, ask))
        seconds += (performance.now() - startedAt) / 1000
      }
      return Math.max(0, sum - (restCost / windowMs) * 1000 * seconds) / (stationCount * times)
    }
    const get =
      (path: string, headers = {}) =>
      (station: VirtualStation) =>
        call(station, { method: 'GET', path, headers })
    const etags = new Map<VirtualStation, string>()
    const configuration = async (station: VirtualStation) => {
      const known = etags.get(station)
      const reply = await get('/v1/config', known === undefined ? {} : { 'if-none-match': known })(station)
      etags.set(station, reply.headers.get('etag')!)
    }
    const poll = await costOf(get('/v1/events?after='), 8, rounds)
    const config = await costOf(configuration, 8, rounds)
    // Without a token stations are counted by their address, and these have one address: slowly.
    const slowly = (station: VirtualStation) => fetchToken(station).then(() => rest(60))
    const token = await costOf(slowly, 1, 1)
    const hold = get(`/v1/events?after=&wait=${heldSeconds}`)
    await age()
    // Once a second each instance asks for the new events of all kiosks together, however many they are.
    const watching = Math.max(0, (await measure(() => inWindow(hold(stations[0]!)))) - restCost)
    await age()
    const all = await measure(() => inWindow(eachOf(stations, stationCount, hold)))
    const held = Math.max(0, all - restCost - watching) / stationCount
    const kept = poll + breathsOfAll * (Math.max(0, held - poll) / breaths)
    const shared = (daySeconds / 600) * config
    const before = shared + (daySeconds / 60) * poll + (daySeconds / 540) * token
    const after = shared + (daySeconds / 240) * kept + (daySeconds / 3_540) * token
    const kiosks = france.branches + france.tablets
    const cores = (seconds: number) => (seconds * kiosks) / daySeconds
    const ms = (name: string, seconds: number): BenchRow => ({
      name,
      median: seconds * 1000,
      p95: seconds * 1000,
      unit: 'ms CPU',
    })
    return [
      ms('a question for events, answered at once', poll),
      ms('one that is kept for 240 s', kept),
      ms('the configuration, unchanged', config),
      ms('a token', token),
      ms(`what an instance asks by itself in a minute, to wake whom it keeps`, watching),
      {
        name: "a kiosk's idle day at central",
        median: after,
        p95: after,
        unit: 's CPU',
        baseline: `${before.toFixed(1)} s with a question a minute`,
        ratio: after / before,
      },
      {
        name: `${kiosks} idle kiosks, extrapolated`,
        median: cores(after),
        p95: cores(after),
        unit: 'cores',
        baseline: `${cores(before).toFixed(2)} cores`,
        ratio: after / before,
      },
    ]
  } finally {
    await client.end()
    await central.stop()
    await cluster.stop()
  }
}

async function measure(work: () => Promise<unknown>): Promise<number> {
  const before = spent()
  await work()
  return spent() - before
}
