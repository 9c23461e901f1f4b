import { findPostgres, startPostgres } from '../fixtures/postgres.ts'
import { france } from '../simulate/day.ts'
import { makeAskings } from '../simulate/fleet/askings.ts'
import { priceKept } from '../simulate/fleet/price-kept.ts'
import { joinTraining, startCentralProcess } from '../simulate/load.ts'
import { sumOf } from '../simulate/meter.ts'
import { createPricer, type Asking } from '../simulate/price.ts'
import type { BenchRow } from './row.ts'

const stationCount = 300
const rounds = 6
const daySeconds = 86_400
/** A minute, so that central's chores of a minute are in it once. */
const restMs = 60_000

/**
 * What a kiosk that nobody uses costs central and PostgreSQL in a day, in CPU seconds: with a question for events each minute, and with
 * questions that central keeps. Each kind of call is measured alone and multiplied by how often it comes; nothing is measured for a day.
 */
export async function benchIdleDay(): Promise<BenchRow[]> {
  if (findPostgres() === null) return []
  const cluster = await startPostgres()
  const databaseUrl = await cluster.createDatabase()
  const central = await startCentralProcess(databaseUrl, false)
  try {
    const stations = await joinTraining(central.url, stationCount)
    const pricer = await createPricer(databaseUrl, stations, restMs)
    const askings = makeAskings()
    const priceOf = async (asking: Asking) => sumOf(await pricer.priceOf(asking))
    const asked = await pricer.priceOf({ ...askings.events, rounds })
    const poll = sumOf(asked)
    const config = await priceOf({ ...askings.configuration, rounds })
    const token = await priceOf(askings.token)
    const kept = await priceKept(stations, asked, pricer)
    await pricer.close()
    return rowsOf({ poll, config, token, kept: sumOf(kept.kept), watching: sumOf(kept.watchingPerSecond) * 60 })
  } finally {
    await central.stop()
    await cluster.stop()
  }
}

type Costs = { poll: number; config: number; token: number; kept: number; watching: number }

function rowsOf({ poll, config, token, kept, watching }: Costs): BenchRow[] {
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
}
