import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { benchJudgement } from './judgement.ts'
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

const packets = 2000
const rounds = 4
/** Rounds until the process has compiled what it repeats. */
const warmUp = 2
/** What the opening hour's burst keeps under way, below the limit at which an instance asks for patience. */
const atOnce = 192
const connections = 10

/**
 * Packets per second through one instance of central (a process of its own) on PostgreSQL with fsync, everything checked and
 * on disk before the answer, against bare inserts of the same rows, one commit each, over as many connections as central
 * has. Turn about, so that the machine's moods fall on both.
 */
export async function benchIngest(): Promise<BenchRow[]> {
  const judgement = await benchJudgement()
  if (findPostgres() === null) return judgement
  const cluster = await startPostgres()
  const databaseUrl = await cluster.createDatabase()
  const central = await startCentralProcess(databaseUrl, false)
  const inserts = await createInserts(databaseUrl)
  try {
    const samples: Sample[] = []
    for (let round = 0; round < warmUp + rounds; round++) {
      const sample = { ...(await ingest(central.url)), bare: await inserts.perSecond() }
      if (round >= warmUp) samples.push(sample)
    }
    return [...rowsOf(samples), ...judgement]
  } finally {
    await inserts.close()
    await central.stop()
    await cluster.stop()
  }
}

type Sample = { perSecond: number; latenciesMs: number[]; bare: number }

function rowsOf(samples: Sample[]): BenchRow[] {
  const perSecond = samples.map((sample) => sample.perSecond)
  const baseline = quantile(
    samples.map(({ bare }) => bare),
    0.5,
  )
  const latencies = samples.flatMap(({ latenciesMs }) => latenciesMs)
  const median = quantile(perSecond, 0.5)
  return [
    {
      name: 'central ingest',
      median,
      // Of a rate, the 95th percentile of slowness is the slowest round.
      p95: Math.min(...perSecond),
      unit: '/s',
      baseline: `${baseline.toFixed(0)} bare inserts/s`,
      ratio: median / baseline,
    },
    {
      name: `central ingest, one answer of ${atOnce} under way`,
      median: quantile(latencies, 0.5),
      p95: quantile(latencies, 0.95),
      unit: 'ms',
    },
  ]
}

async function ingest(url: string): Promise<Omit<Sample, 'bare'>> {
  const subjects = JSON.parse(
    await readFile(new URL('../../assets/specimens/applications.json', import.meta.url), 'utf8'),
  )
  const puts = await preparePuts(await sealMany(await joinTraining(url, 20), subjects, packets))
  const sender = createSender(url)
  const startedAt = performance.now()
  const sent = await eachOf(puts, atOnce, sender.put)
  const seconds = (performance.now() - startedAt) / 1000
  sender.close()
  const refused = sent.filter(({ status }) => status !== 202)
  if (refused.length > 0) throw new Error(`${refused.length} packets answered ${refused[0]!.status}`)
  return { perSecond: packets / seconds, latenciesMs: sent.map(({ latencyMs }) => latencyMs) }
}

/** The rows that central wrote last, written again into an empty table with the same keys and indexes. */
async function createInserts(databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections })
  await pool.query('CREATE TABLE bare_packet (LIKE packet INCLUDING ALL)')
  const asText = (value: unknown) => (Array.isArray(value) ? JSON.stringify(value) : value)
  return {
    perSecond: async (): Promise<number> => {
      const { rows, fields } = await pool.query('SELECT * FROM packet ORDER BY received_at DESC LIMIT $1', [packets])
      const names = fields.map(({ name }) => name)
      const values = rows.map((row) => names.map((name) => asText(row[name])))
      const text = `INSERT INTO bare_packet (${names}) VALUES (${names.map((_, i) => `$${i + 1}`)})`
      await pool.query('TRUNCATE bare_packet')
      const startedAt = performance.now()
      await eachOf(values, connections, (one) => pool.query({ name: 'insert', text, values: one }))
      return values.length / ((performance.now() - startedAt) / 1000)
    },
    close: () => pool.end(),
  }
}

if (import.meta.main) console.table(await benchIngest())
