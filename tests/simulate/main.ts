import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { startPostgres } from '../fixtures/postgres.ts'
import { readNumbers } from '../fixtures/read-numbers.ts'
import { measureCapacity, type CapacityRow } from './capacity.ts'
import { liveDay } from './fleet/live-day.ts'
import { priceAll } from './fleet/price-all.ts'
import { tellDay, tellNation } from './fleet/report-fleet.ts'
import { demandPerMinute, drawArrivals, france, minutesPerDay, outage, seededRandom } from './day.ts'
import { holdQuestions } from './held/hold-questions.ts'
import { joinTraining, preparePuts, sealMany, startCentralProcess } from './load.ts'
import { replayDay, type Replay } from './replay.ts'

const usage = `npm run simulate -- [--kiosks N] [--visits N] [--stations N] [--held N] [--seconds N] [--seed S] [--per-branch N] [--per-tablet N]
Whole kiosks speak the whole protocol with central, which is killed in between; each kind of call is priced in CPU seconds by N stations and
extrapolated to the nation (--kiosks 0: neither). Then the packets of a national day, N seconds long, and what one instance holds (--seconds 0: not).`
const options = readNumbers(usage, {
  kiosks: 20,
  visits: 4,
  stations: 300,
  held: 0,
  seconds: 60,
  seed: 1,
  'per-branch': france.perBranch,
  'per-tablet': france.perTablet,
})
const country = { ...france, perBranch: options['per-branch'], perTablet: options['per-tablet'] }
const { seconds } = options
const random = seededRandom(options.seed)
const stationCount = 100
/** The replayed day's busiest minute asks this much of what the instance holds. */
const peakLoad = 0.6
/** Load that an instance is planned for, so that one can fail and a burst be longer than thought. */
const plannedLoad = 0.6

const demand = demandPerMinute(country)
const perDay = demand.reduce((sum, packets) => sum + packets, 0)
const peakPerSecond = Math.max(...demand) / 60
/** After the outage its hour's packets come within the quarter of an hour of the longest backoff, on top of the others. */
const heldBack = demand.slice(outage.from, outage.until).reduce((sum, packets) => sum + packets, 0)
const recoveryPerSecond = heldBack / (15 * 60) + demand[outage.until]! / 60

type Row = Record<string, number>
const whole = (value: number) => Math.round(value).toLocaleString('en')
const rounded = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Math.round(value)]))

/** The whole protocol: lived by whole kiosks, then priced kind by kind. */
async function replayProtocol(): Promise<void> {
  const counters = Math.round((options.kiosks * france.branches) / (france.branches + france.tablets))
  const plan = { counters, tablets: options.kiosks - counters, visits: options.visits, outageSeconds: 5 }
  const cluster = await startPostgres()
  try {
    const day = await liveDay(await cluster.createDatabase(), plan)
    if (!tellDay(plan, day, country)) process.exitCode = 1
    const measured = { stations: options.stations, restMs: 60_000, keeps: true }
    tellNation(await priceAll(await cluster.createDatabase(), measured), country, day)
  } finally {
    await cluster.stop()
  }
}

async function replayPackets(): Promise<void> {
  if (!(seconds >= 10 && seconds <= 180))
    throw new Error('--seconds: 10 to 180; the proofs are made beforehand and age')
  const file = new URL('../../assets/specimens/applications.json', import.meta.url)
  const subjects = JSON.parse(await readFile(file, 'utf8'))
  const cluster = await startPostgres()
  const databaseUrl = await cluster.createDatabase()
  let central = await startCentralProcess(databaseUrl, false)
  try {
    describeCountry()
    const stations = await joinTraining(central.url, stationCount)
    const capacity = await measureCapacity(central, stations, subjects)
    console.log('\nOne instance with PostgreSQL on this machine, everything checked and on disk before the answer:')
    console.table(capacity.map(rounded))
    const holds = Math.max(...capacity.map(({ perSecond }) => perSecond))
    const busiestShare = Math.max(...demand) / perDay
    const count = Math.round((holds * peakLoad * seconds) / (busiestShare * minutesPerDay))
    console.log(
      `\nThe day in ${seconds} s with ${whole(count)} packets, 1 of ${whole(perDay / count)}; central killed from 11 to 12:`,
    )
    const packets = await sealMany(stations, subjects, count)
    const port = new URL(central.url).port
    const replay = await replayDay({
      arrivals: drawArrivals(demand, count, random),
      puts: await preparePuts(packets),
      seconds,
      random,
      url: central.url,
      stopCentral: () => central.kill(),
      startCentral: async () => void (central = await startCentralProcess(databaseUrl, false, port)),
    })
    console.table(replay.hours.filter(({ sealed, received, refused }) => sealed + received + refused > 0).map(rounded))
    const ids = packets.map(({ sealed }) => sealed.packetId)
    await checkStored(databaseUrl, ids)
    report(capacity, holds, await measureDecisions(databaseUrl), replay)
  } finally {
    await central.stop()
    await cluster.stop()
  }
}

function describeCountry(): void {
  const { branches, perBranch, tablets, perTablet } = country
  console.log(
    `Seed ${options.seed}. ${whole(branches)} branches x ${perBranch} packets a day and ${whole(tablets)} tablets x ${perTablet}:`,
  )
  console.log(
    `${whole(perDay)} packets a day, ${whole(peakPerSecond)}/s in the busiest minute, ${whole(recoveryPerSecond)}/s after an hour's outage.`,
  )
}

/** Every packet must be there exactly once. */
async function checkStored(databaseUrl: string, ids: string[]): Promise<void> {
  const text =
    'SELECT count(*)::int AS rows, count(DISTINCT packet_id)::int AS packets FROM packet WHERE packet_id = ANY($1)'
  const [row] = await query<{ rows: number; packets: number }>(databaseUrl, text, [ids])
  const { rows, packets } = row!
  console.log(
    `${whole(ids.length)} sealed, ${whole(packets)} at central: ${ids.length - packets} lost, ${rows - packets} twice.`,
  )
  if (rows !== ids.length || packets !== ids.length) process.exitCode = 1
}

/** Decisions per second of one instance that works off what was received. */
async function measureDecisions(databaseUrl: string): Promise<number> {
  const text = "SELECT count(*)::int AS decided FROM packet WHERE state NOT IN ('RECEIVED', 'VERIFYING')"
  const decided = async () => (await query<{ decided: number }>(databaseUrl, text))[0]!.decided
  const worker = await startCentralProcess(databaseUrl, true)
  const [before, startedAt] = [await decided(), performance.now()]
  await setTimeout(10_000)
  const perSecond = ((await decided()) - before) / ((performance.now() - startedAt) / 1000)
  await worker.stop()
  return perSecond
}

async function query<T extends pg.QueryResultRow>(url: string, text: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(text, values)).rows
  } finally {
    await client.end()
  }
}

function report(capacity: CapacityRow[], holds: number, decisions: number, replay: Replay): void {
  const full = capacity.find(({ toldToWait }) => toldToWait > 0)
  const needed = Math.max(peakPerSecond, recoveryPerSecond)
  const instances = Math.ceil(needed / (holds * plannedLoad)) + 1
  const hours = perDay / (decisions * 3600)
  const drained = replay.drainedAtMinute - replay.backAtMinute
  const awayMinutes = replay.backAtMinute - outage.from
  console.log(`One instance holds ${whole(holds)} packets/s here.`)
  console.log(
    full === undefined
      ? 'It took all senders tried; none was told to wait.'
      : `With ${full.atOnce} senders at once it tells some to come back (503, Retry-After) and keeps ${whole(full.perSecond)}/s.`,
  )
  console.log(
    `Away for ${whole(awayMinutes)} minutes of the replayed day, its start included; the backlog was in ${whole(Math.max(0, drained))} later.`,
  )
  console.log(`${whole(needed)}/s at ${plannedLoad * 100} % load, and one spare: ${instances} instances like this one.`)
  console.log(`Deciding: ${whole(decisions)}/s per instance; a day's packets take ${hours.toFixed(1)} instance-hours.`)
}

if (options.kiosks > 0) await replayProtocol()
if (options.held > 0) await holdQuestions(options.held)
if (seconds > 0) await replayPackets()
