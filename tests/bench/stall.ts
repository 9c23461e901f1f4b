import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCentral } from '../../src/central/central.ts'
import { beginAsManager, decide, untilReady, walkToDecision } from '../fixtures/journey.ts'
import { startLoopbackKiosk } from '../fixtures/loopback-kiosk.ts'
import type { BenchRow } from './row.ts'

const visits = 3
const formats = ['csv', 'jsonl', 'pdf'] as const

/**
 * How long the shell's own process, which paints or keeps the port, and the station's were ever busy in one go, over visits from the
 * reference to the receipt and exports of the day. Starts are left out of the shell's, which has been up since morning.
 */
export async function benchStall(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'))
  const file = join(folder, 'stalls')
  const watcher = new URL('watch-stalls.mjs', import.meta.url).href
  const central = await createCentral({ environment: 'training', seed: 'training' })
  const variables = { GUICHET_DATA: folder, GUICHET_CENTRAL_URL: central.url, GUICHET_BENCH_STALLS: file }
  const kiosk = await startLoopbackKiosk({ ...variables, NODE_OPTIONS: `--import ${watcher}` })
  process.kill(kiosk.pid, 'SIGUSR2')
  await beginAsManager(kiosk)
  await untilReady(kiosk)
  for (let visit = 0; visit < visits; visit += 1) {
    await walkToDecision(kiosk, 'passport')
    await kiosk.renewed(() => decide(kiosk, 'approved'))
  }
  const { today } = await kiosk.ask('status.get', {})
  for (const format of formats)
    await kiosk.ask('dailyLog.export', { from: today, to: today, operatorId: null, format, language: 'fr' })
  await kiosk.stop()
  await central.stop()
  const stalls = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { program: string; ms: number })
  rmSync(folder, { recursive: true, force: true })
  const longest = (isShell: boolean) =>
    Math.max(...stalls.filter(({ program }) => (program === 'main.ts') === isShell).map(({ ms }) => ms))
  return [
    { name: 'longest stall of the shell’s process', median: longest(true), p95: longest(true), unit: 'ms' },
    {
      name: 'longest stall of the station’s process, its start included',
      median: longest(false),
      p95: longest(false),
      unit: 'ms',
    },
  ]
}
