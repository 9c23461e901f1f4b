import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { commandLineOf, descendantsOf } from '../../fixtures/processes.ts'
import { startProxy, type ProxyName } from '../../fixtures/proxies.ts'
import { eachOf, quantile, startCentralProcess } from '../load.ts'
import { spentSoFar, minus, sumOf } from '../meter.ts'
import { call, type VirtualStation } from '../virtual-station.ts'
import { ask, type Question } from './question.ts'

export type HeldRow = Record<string, string | number>
export type HeldPlan = {
  databaseUrl: string
  stations: readonly VirtualStation[]
  ports: { central: number; proxy: number }
  way: ProxyName | 'straight'
  /** Longer than proxies wait by default for a byte of an answer. */
  keptMs: number
}

/** Keeps a question of every station at once, by this way, then kills central: what that needs, and what the others feel of it. */
export async function holdMany({ databaseUrl, stations, ports, way, keptMs }: HeldPlan): Promise<HeldRow> {
  const url = `http://127.0.0.1:${way === 'straight' ? ports.central : ports.proxy}`
  const origin: Record<string, string> = way === 'straight' ? {} : { GUICHET_PUBLIC_ORIGIN: url }
  const start = () => startCentralProcess(databaseUrl, false, String(ports.central), origin)
  let central = await start()
  const proxy = way === 'straight' ? null : await startProxy(way, { port: ports.proxy, target: ports.central })
  const stop = new AbortController()
  for (const station of stations) station.url = url
  const others = stations.slice(0, 40)
  const askAll = () => Promise.all(stations.map((station) => ask(station, '', stop.signal)))
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const alone = await feel(others)
    const before = memoryOf()
    const askedAt = performance.now()
    const questions = await askAll()
    const begunS = (performance.now() - askedAt) / 1000
    const spent = spentSoFar()
    await setTimeout(keptMs / 2)
    const meanwhile = await feel(others)
    const heardS = await tell(client, stations[0]!, questions[0]!)
    await setTimeout(keptMs / 2)
    const kept = questions.slice(1).filter(({ isOver }) => !isOver)
    const row: HeldRow = {
      way,
      'kept of asked': `${kept.length}/${stations.length - 1}`,
      'begun within s': begunS.toFixed(1),
      'least breaths': Math.min(...kept.map(({ breaths }) => breaths)),
      'KiB each at central': ((memoryOf() - before) / 1024 / stations.length).toFixed(1),
      'descriptors of central': descriptorsOf(),
      'CPU ms each a minute': ((sumOf(minus(spentSoFar(), spent)) * 1000 * 60_000) / keptMs / stations.length).toFixed(
        2,
      ),
      'heard after s': heardS.toFixed(1),
      'others ms p50/p95 alone': alone,
      meanwhile: meanwhile,
    }
    await central.kill()
    await setTimeout(1_000)
    const cut = questions.filter(({ isOver, wasCut }) => isOver && wasCut).length
    central = await start()
    const backAt = performance.now()
    const again = await askAll()
    const tries = again.map((one) => one.tries)
    const endAt = performance.now()
    await central.stop()
    await setTimeout(500)
    return {
      ...row,
      'cut by a kill': cut,
      'all back within s': ((endAt - backAt) / 1000).toFixed(1),
      'tries p50/max': `${quantile(tries, 0.5)}/${Math.max(...tries)}`,
      'answered at a stop': again.filter(({ isOver, wasCut, text }) => isOver && !wasCut && isAnswer(text)).length,
    }
  } finally {
    stop.abort()
    await client.end()
    await central.stop()
    await proxy?.stop()
  }
}

const isAnswer = (text: string) => /^ +\{"events":\[/.test(text)

/** Milliseconds of an ordinary call, median and 95th percentile. */
async function feel(stations: readonly VirtualStation[]): Promise<string> {
  const tookMs = await eachOf([...stations, ...stations, ...stations], 4, async (station) => {
    const startedAt = performance.now()
    await call(station, { method: 'GET', path: '/v1/config' })
    return performance.now() - startedAt
  })
  return [0.5, 0.95].map((part) => quantile(tookMs, part).toFixed(0)).join('/')
}

/** Seconds until the station's question is answered after central has an event for it. */
async function tell(client: pg.Client, { stationId }: VirtualStation, question: Question): Promise<number> {
  const startedAt = performance.now()
  await client.query(
    `WITH one AS (UPDATE station SET last_event = last_event + 1 WHERE station_id = $1 RETURNING last_event)
     INSERT INTO event (station_id, number, type, at, body)
     SELECT $1, last_event, 'operator_revoked', now(), '{"operator_id": "nobody"}' FROM one`,
    [stationId],
  )
  while (!question.isOver && performance.now() - startedAt < 10_000) await setTimeout(20)
  return (performance.now() - startedAt) / 1000
}

const ofCentral = () => descendantsOf(process.pid).filter((pid) => /central\/main/.test(commandLineOf(pid)))
const memoryOf = () =>
  ofCentral().reduce(
    (sum, pid) => sum + 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0),
    0,
  )
const descriptorsOf = () => Math.max(...ofCentral().map((pid) => readdirSync(`/proc/${pid}/fd`).length))
