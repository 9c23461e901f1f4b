import { availableParallelism } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { eachOf, joinTraining, startCentralProcess } from '../load.ts'
import { minus, nothingSpent, spentBy, spentSoFar, times, type Spent } from '../meter.ts'
import { createPricer } from '../price.ts'
import { admitOperator, kinds, makeAskings, type Kind } from './askings.ts'
import { priceKept } from './price-kept.ts'

/** `kept`: a question for events over its 240 s; `decision`: taken later from the queue; `registration`: once in a kiosk's life. */
export type Prices = Record<Kind | 'kept' | 'decision' | 'registration', Spent>
export type PriceList = { prices: Prices; restPerSecond: Spent; watchingPerSecond: Spent }
export type PriceOptions = {
  stations: number
  /** How long nothing is asked, to know what is spent anyway. */
  restMs: number
  /** False: what a kept question costs is not measured, which takes two minutes. */
  keeps: boolean
  processes?: number
}

/** CPU seconds of central and PostgreSQL for each kind of call, one kind after the other, on an empty database. */
export async function priceAll(databaseUrl: string, options: PriceOptions): Promise<PriceList> {
  const processes = { GUICHET_PROCESSES: String(options.processes ?? availableParallelism()) }
  const central = await startCentralProcess(databaseUrl, false, '0', processes)
  const spent: Partial<Prices> = {}
  let list: Omit<PriceList, 'prices'>
  try {
    const before = spentSoFar()
    const stations = await joinTraining(central.url, options.stations)
    spent.registration = times(minus(spentSoFar(), before), 1 / stations.length)
    await eachOf(stations, 8, admitOperator)
    const pricer = await createPricer(databaseUrl, stations, options.restMs)
    const askings = makeAskings()
    for (const kind of kinds) spent[kind] = await pricer.priceOf(askings[kind])
    const { restPerSecond } = pricer
    const priced = options.keeps ? await priceKept(stations, spent.events!, pricer) : null
    list = { restPerSecond, watchingPerSecond: priced?.watchingPerSecond ?? nothingSpent }
    spent.kept = priced?.kept ?? spent.events!
    await pricer.close()
  } finally {
    await central.stop()
  }
  spent.decision = await priceDecision(databaseUrl, list.restPerSecond, processes)
  return { prices: spent as Prices, ...list }
}

/** An instance that does nothing but decide works off what was received. */
async function priceDecision(
  databaseUrl: string,
  restPerSecond: Spent,
  processes: Record<string, string>,
): Promise<Spent> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const waiting = async () => {
    const text = "SELECT count(*)::int AS count FROM packet WHERE state IN ('RECEIVED', 'VERIFYING')"
    return (await client.query<{ count: number }>(text)).rows[0]!.count
  }
  const worker = await startCentralProcess(databaseUrl, true, '0', processes)
  try {
    const before = await waiting()
    const startedAt = performance.now()
    const spent = await spentBy(async () => {
      while ((await waiting()) > 0) await setTimeout(100)
    })
    const seconds = (performance.now() - startedAt) / 1000
    return times(minus(spent, times(restPerSecond, seconds)), 1 / Math.max(1, before))
  } finally {
    await worker.stop()
    await client.end()
  }
}
