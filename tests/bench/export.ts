import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import Database from 'better-sqlite3'
import { fillDays } from '../../src/station/testing/fill-days.ts'
import { prepareStation } from '../../src/station/testing/test-facts.ts'
import { makeFolder, openTestStation, type TestStation } from '../../src/station/testing/test-station.ts'
import { spread, type BenchRow } from './row.ts'

const rows = 100_000

/**
 * 100,000 rows of the daily log in each format: time, beside sqlite3 writing the same columns as CSV out of a database in clear, how much
 * the process grew meanwhile, and how long the counter ever had to wait for it.
 */
export async function benchExport(): Promise<BenchRow[]> {
  const place = makeFolder()
  const station = openTestStation({ folder: place.folder })
  await prepareStation(station)
  fillDays(station, rows)
  const found: BenchRow[] = []
  const baseline = 'sqlite3 -csv, in clear'
  const bareSeconds = bareExport(station, place.folder)
  found.push({ name: `${baseline}, ${rows} rows`, ...spread(bareSeconds), unit: 's' })
  for (const format of ['csv', 'jsonl', 'pdf'] as const) {
    const before = process.memoryUsage().rss
    let highest = before
    const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 20)
    const delays = monitorEventLoopDelay({ resolution: 5 })
    delays.enable()
    const start = performance.now()
    await station.dailyLog.exportTo({
      exportId: crypto.randomUUID(),
      range: { from: '2026-03-01', to: '2026-03-31', operatorId: null },
      format,
      language: 'fr',
      by: 'chef',
      filePath: join(place.folder, `log.${format}`),
      signal: new AbortController().signal,
      onProgress: () => (highest = Math.max(highest, process.memoryUsage().rss)),
    })
    const seconds = (performance.now() - start) / 1000
    delays.disable()
    clearInterval(watch)
    const grownMb = (highest - before) / 1e6
    found.push({
      name: `export of ${rows} rows, ${format}`,
      median: seconds,
      p95: seconds,
      unit: 's',
      baseline,
      ratio: seconds / spread(bareSeconds).median,
    })
    const [usually, longest] = [delays.percentile(99) / 1e6, delays.max / 1e6]
    found.push({
      name: `longest wait of the counter during it, ${format}`,
      median: usually,
      p95: longest,
      unit: 'ms (99 %, longest)',
    })
    found.push({ name: `memory grown during it, ${format}`, median: grownMb, p95: grownMb, unit: 'MB' })
  }
  station.store.close()
  place.remove()
  return found
}

/** Seconds of the tool's own export of the table in clear, three times. */
function bareExport({ store: { db } }: TestStation, folder: string): number[] {
  const file = join(folder, 'clear.db')
  const clear = new Database(file)
  const columns = db.pragma('table_info(day_rows)') as { name: string }[]
  const names = columns.map(({ name }) => name).join(', ')
  clear.exec(`CREATE TABLE day_rows (${names})`)
  const insert = clear.prepare(`INSERT INTO day_rows VALUES (${columns.map(() => '?').join(', ')})`)
  clear.transaction(() => {
    for (const row of db.prepare(`SELECT ${names} FROM day_rows`).raw().iterate()) insert.run(row as unknown[])
  })()
  clear.close()
  const query = `SELECT ${names} FROM day_rows ORDER BY local_day, sealed_at, packet_id`
  return [1, 2, 3].map(() => {
    const start = performance.now()
    execFileSync('/bin/sh', ['-c', 'exec sqlite3 -header -csv "$0" "$1" > "$2"', file, query, join(folder, 'bare.csv')])
    return (performance.now() - start) / 1000
  })
}
