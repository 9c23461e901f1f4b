import { setTimeout as rest } from 'node:timers/promises'
import pg from 'pg'
import { eachOf } from './load.ts'
import { minus, plus, nothingSpent, spentBy, sumOf, times, type Spent } from './meter.ts'
import type { VirtualStation } from './virtual-station.ts'

type Ask = (station: VirtualStation, round: number) => Promise<unknown>
/** `prepare`: what must have been asked before, and is not measured. */
export type Asking = { ask: Ask; prepare?: Ask; atOnce?: number; rounds?: number }
export type Pricer = {
  /** What central and PostgreSQL spend in a second that nobody asks anything. */
  restPerSecond: Spent
  /** CPU seconds of one call, asked once by each station unmeasured and then `rounds` times, without what is spent anyway. */
  priceOf(asking: Asking): Promise<Spent>
  close(): Promise<void>
}

/** Prices kinds of calls one by one: each by all stations, `atOnce` at a time, with nothing else under way. */
export async function createPricer(
  databaseUrl: string,
  stations: readonly VirtualStation[],
  restMs: number,
): Promise<Pricer> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  /** As if each had last been heard of longer ago than a minute, which is then written down. */
  const age = () => client.query("UPDATE station SET last_seen_at = last_seen_at - interval '2 minutes'")
  const restPerSecond = times(await spentBy(() => rest(restMs)), 1000 / restMs)
  return {
    restPerSecond,
    async priceOf({ ask, prepare = async () => {}, atOnce = 8, rounds = 2 }) {
      await eachOf(stations, atOnce, (station) => prepare(station, 0))
      await eachOf(stations, atOnce, (station) => ask(station, 0))
      let sum = nothingSpent
      for (let round = 1; round <= rounds; round += 1) {
        await eachOf(stations, atOnce, (station) => prepare(station, round))
        await age()
        const startedAt = performance.now()
        const spent = await spentBy(() => eachOf(stations, atOnce, (station) => ask(station, round)))
        const seconds = (performance.now() - startedAt) / 1000
        sum = plus(sum, minus(spent, times(restPerSecond, seconds)))
      }
      const each = times(sum, 1 / (stations.length * rounds))
      return sumOf(each) > 0 ? each : nothingSpent
    },
    close: () => client.end(),
  }
}
