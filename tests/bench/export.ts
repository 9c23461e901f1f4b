import { join } from 'node:path'
import { fillDays } from '../../src/station/testing/fill-days.ts'
import { prepareStation } from '../../src/station/testing/test-facts.ts'
import { makeFolder, openTestStation } from '../../src/station/testing/test-station.ts'
import type { BenchRow } from './row.ts'

const rows = 100_000

/** 100,000 rows of the daily log in each format: time, and how much the process grew meanwhile. */
export async function benchExport(): Promise<BenchRow[]> {
  const place = makeFolder()
  const station = openTestStation({ folder: place.folder })
  await prepareStation(station)
  fillDays(station, rows)
  const found: BenchRow[] = []
  for (const format of ['csv', 'jsonl', 'pdf'] as const) {
    const before = process.memoryUsage().rss
    let highest = before
    const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 20)
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
    clearInterval(watch)
    const grownMb = (highest - before) / 1e6
    found.push({ name: `export of ${rows} rows, ${format}`, median: seconds, p95: seconds, unit: 's' })
    found.push({ name: `memory grown during it, ${format}`, median: grownMb, p95: grownMb, unit: 'MB' })
  }
  station.store.close()
  place.remove()
  return found
}
