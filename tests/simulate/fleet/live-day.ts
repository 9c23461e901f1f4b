import { availableParallelism } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { untilSent } from '../../fixtures/journey.ts'
import { startCentralProcess, type CentralProcess } from '../load.ts'
import { minus, plus, spentSoFar, type Spent } from '../meter.ts'
import { callsAt, portsInRow, together, type Calls } from './calls.ts'
import { goRound, serveOne, startKiosk, untilHeard, type Kiosk } from './kiosk.ts'

export type FleetPlan = {
  counters: number
  tablets: number
  /** Of each counter; a tablet has its round and as many visits less. */
  visits: number
  outageSeconds: number
  processes?: number
}
export type LivedDay = {
  /** What central answered, what that cost it and PostgreSQL, and how long it took, from the first call on. */
  calls: Calls
  spent: Spent
  seconds: number
  sealed: number
  /** Visits that the outage broke off. */
  brokenOff: number
  /** From central's return until every kiosk had sent what it held. */
  backSeconds: number
  stored: { rows: number; packets: number; decided: number }
}

/**
 * Whole kiosks, as they are installed, live a day with a real central that is killed in the middle of it, at once for all of them: nothing is
 * called but by the kiosks' own code.
 */
export async function liveDay(databaseUrl: string, plan: FleetPlan): Promise<LivedDay> {
  const processes = plan.processes ?? availableParallelism()
  const ports = await portsInRow(processes)
  const more = { GUICHET_METRICS_PORT: String(ports[0]), GUICHET_PROCESSES: String(processes) }
  const start = (port?: string) => startCentralProcess(databaseUrl, true, port, more)
  let central = await start()
  const kiosks: Kiosk[] = []
  try {
    const startedAt = performance.now()
    let before = spentSoFar()
    let done: { calls: Calls; spent: Spent } = { calls: {}, spent: { central: 0, postgres: 0 } }
    const settle = async () => {
      const calls = together(done.calls, await callsAt(ports))
      done = { calls, spent: plus(done.spent, minus(spentSoFar(), before)) }
    }
    kiosks.push(...(await startAll(central, plan)))
    const work = Promise.all(kiosks.map((kiosk) => liveOne(kiosk, plan.visits)))
    await Promise.race([work, untilHalf(kiosks, plan)])
    await settle()
    await central.kill()
    await setTimeout(plan.outageSeconds * 1000)
    central = await start(new URL(central.url).port)
    before = spentSoFar()
    const backAt = performance.now()
    const held = Promise.all(kiosks.map(({ station }) => untilSent(station)))
    await held
    const backSeconds = (performance.now() - backAt) / 1000
    await work
    await Promise.all(kiosks.map(untilHeard))
    await settle()
    const sealed = kiosks.flatMap((kiosk) => kiosk.sealed)
    return {
      ...done,
      seconds: (performance.now() - startedAt) / 1000,
      sealed: sealed.length,
      brokenOff: kiosks.reduce((sum, { brokenOff }) => sum + brokenOff, 0),
      backSeconds,
      stored: await storedOf(databaseUrl, sealed),
    }
  } finally {
    await Promise.all(kiosks.map(({ station }) => station.stop()))
    await central.stop()
  }
}

function startAll(central: CentralProcess, { counters, tablets }: FleetPlan): Promise<Kiosk[]> {
  const kinds = [...Array<'counter'>(counters).fill('counter'), ...Array<'tablet'>(tablets).fill('tablet')]
  return Promise.all(kinds.map((kind, i) => startKiosk(central.url, kind, i)))
}

async function liveOne(kiosk: Kiosk, visits: number): Promise<void> {
  const isTablet = kiosk.kind === 'tablet'
  if (isTablet) await goRound(kiosk)
  for (let visit = isTablet ? 1 : 0; visit < visits; visit += 1) await serveOne(kiosk)
}

async function untilHalf(kiosks: Kiosk[], { visits }: FleetPlan): Promise<void> {
  const wanted = Math.ceil((kiosks.length * visits) / 2)
  while (kiosks.flatMap(({ sealed }) => sealed).length < wanted) await setTimeout(100)
}

async function storedOf(databaseUrl: string, ids: string[]): Promise<LivedDay['stored']> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<LivedDay['stored']>(
      `SELECT count(*)::int AS rows, count(DISTINCT packet_id)::int AS packets,
        count(*) FILTER (WHERE state NOT IN ('RECEIVED', 'VERIFYING'))::int AS decided FROM packet WHERE packet_id = ANY($1)`,
      [ids],
    )
    return rows[0]!
  } finally {
    await client.end()
  }
}
