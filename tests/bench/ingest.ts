import { readFile } from 'node:fs/promises'
import pg from 'pg'
import type { BenchRow } from './row.ts'
import { findPostgres, startPostgres } from '../fixtures/postgres.ts'
import {
  createSender,
  eachOf,
  joinTraining,
  preparePuts,
  quantile,
  sealMany,
  startCentralProcess,
} from '../simulate/load.ts'

const packets = 1000
const rounds = 3
const atOnce = 48
const connections = 10

/**
 * Packets per second through one instance of central (a process of its own) on PostgreSQL with fsync, everything checked and
 * on disk before the answer, against bare inserts of the same rows, one commit each, over as many connections, in the same run.
 */
export async function benchIngest(): Promise<BenchRow[]> {
  if (findPostgres() === null) return []
  const cluster = await startPostgres()
  try {
    const databaseUrl = await cluster.createDatabase()
    const measured = await measureIngest(databaseUrl)
    const bare = await measureInserts(databaseUrl)
    const [median, baseline] = [quantile(measured.perSecond, 0.5), quantile(bare, 0.5)]
    // Of a rate, the 95th percentile of slowness is the slowest round.
    const p95 = Math.min(...measured.perSecond)
    return [
      {
        name: 'central ingest',
        median,
        p95,
        unit: '/s',
        baseline: `${baseline.toFixed(0)} bare inserts/s`,
        ratio: median / baseline,
      },
      {
        name: 'central ingest, one answer',
        median: quantile(measured.latenciesMs, 0.5),
        p95: quantile(measured.latenciesMs, 0.95),
        unit: 'ms',
      },
    ]
  } finally {
    await cluster.stop()
  }
}

async function measureIngest(databaseUrl: string) {
  const subjects = JSON.parse(
    await readFile(new URL('../../assets/specimens/applications.json', import.meta.url), 'utf8'),
  )
  const central = await startCentralProcess(databaseUrl, false)
  const sender = createSender(central.url)
  const perSecond: number[] = []
  const latenciesMs: number[] = []
  try {
    for (let round = 0; round <= rounds; round++) {
      const stations = await joinTraining(central.url, 20)
      const puts = await preparePuts(await sealMany(stations, subjects, packets))
      const startedAt = performance.now()
      const sent = await eachOf(puts, atOnce, sender.put)
      const seconds = (performance.now() - startedAt) / 1000
      const refused = sent.filter(({ status }) => status !== 202)
      if (refused.length > 0) throw new Error(`${refused.length} packets answered ${refused[0]!.status}`)
      // The first round warms the process up.
      if (round > 0) perSecond.push(packets / seconds)
      if (round > 0) latenciesMs.push(...sent.map(({ latencyMs }) => latencyMs))
    }
  } finally {
    sender.close()
    await central.stop()
  }
  return { perSecond, latenciesMs }
}

/** The rows that central wrote, written again into an empty table with the same keys and indexes. */
async function measureInserts(databaseUrl: string): Promise<number[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections })
  // The cluster stops right after: what its idle connections say then is no fault.
  pool.on('error', () => {})
  try {
    const { rows, fields } = await pool.query('SELECT * FROM packet LIMIT $1', [packets])
    const names = fields.map(({ name }) => name)
    const places = names.map((_, i) => `$${i + 1}`)
    const asText = (value: unknown) => (Array.isArray(value) ? JSON.stringify(value) : value)
    const values = rows.map((row) => names.map((name) => asText(row[name])))
    await pool.query('CREATE TABLE bare_packet (LIKE packet INCLUDING ALL)')
    const text = `INSERT INTO bare_packet (${names}) VALUES (${places})`
    const perSecond: number[] = []
    for (let round = 0; round <= rounds; round++) {
      await pool.query('TRUNCATE bare_packet')
      const startedAt = performance.now()
      await eachOf(values, connections, (one) => pool.query({ name: 'insert', text, values: one }))
      if (round > 0) perSecond.push(values.length / ((performance.now() - startedAt) / 1000))
    }
    return perSecond
  } finally {
    await pool.end()
  }
}

if (import.meta.main) console.table(await benchIngest())
