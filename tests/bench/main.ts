import { benchChip } from './chip.ts'
import { benchEnqueue } from './enqueue.ts'
import { benchExport } from './export.ts'
import { benchIdle } from './idle.ts'
import { benchIdleDay } from './idle-day.ts'
import { benchIngest } from './ingest.ts'
import { benchLogin } from './login.ts'
import { benchMrz } from './mrz.ts'
import type { BenchRow } from './row.ts'
import { benchStall } from './stall.ts'
import { benchStart } from './start.ts'
import { benchSync } from './sync.ts'

/** `npm run bench [-- NAME …]`: each part side by side with the baseline it names, in one run. */
const parts: Record<string, () => Promise<BenchRow[]>> = {
  mrz: benchMrz,
  chip: benchChip,
  enqueue: benchEnqueue,
  sync: benchSync,
  export: benchExport,
  ingest: benchIngest,
  login: benchLogin,
  start: benchStart,
  stall: benchStall,
  idle: benchIdle,
  'idle-day': benchIdleDay,
}

const chosen = process.argv.slice(2)
if (chosen.includes('--help')) {
  console.log(
    `npm run bench [-- NAME ...]\nMeasures ${Object.keys(parts).join(', ')}, each figure beside its baseline.`,
  )
  process.exit(0)
}
const unknown = chosen.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}`)
  process.exit(2)
}
const figure = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))
console.log(['what', 'median', 'p95', 'p99', 'unit', 'baseline', 'ratio'].join('\t'))
for (const [name, bench] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  console.error(`measuring ${name} …`)
  for (const row of await bench()) {
    const ratio = row.ratio === undefined ? '' : row.ratio.toFixed(2)
    const p99 = row.p99 === undefined ? '' : figure(row.p99)
    console.log([row.name, figure(row.median), figure(row.p95), p99, row.unit, row.baseline ?? '', ratio].join('\t'))
  }
}
// Some engines keep worker threads open.
process.exit(0)
