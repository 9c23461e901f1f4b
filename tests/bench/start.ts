import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { spread, type BenchRow } from './row.ts'

const root = resolve(import.meta.dirname, '..', '..')

/** Milliseconds from the launch of a process to its first line on stdout. */
function timeToFirstLine(args: string[], environment: Record<string, string>): Promise<number> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  return new Promise((resolveTime) => {
    createInterface({ input: child.stdout }).once('line', () => {
      const elapsed = performance.now() - startedAt
      child.once('exit', () => resolveTime(elapsed))
      child.kill('SIGTERM')
    })
  })
}

/** From the launch of the station's process to a page that can be opened, against a bare Node process. */
export async function benchStart(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'))
  const station = () =>
    timeToFirstLine(['src/station/main.ts'], { GUICHET_DATA: folder, GUICHET_CENTRAL_URL: 'http://127.0.0.1:9' })
  const bare = () => timeToFirstLine(['-e', 'console.log(1); setInterval(() => {}, 1000)'], {})
  const [stations, bares]: number[][] = [[], []]
  await station()
  for (let run = 0; run < 7; run++) {
    stations!.push(await station())
    bares!.push(await bare())
  }
  rmSync(folder, { recursive: true, force: true })
  const measured = spread(stations!)
  return [
    {
      name: 'start to usable',
      ...measured,
      unit: 'ms',
      baseline: 'bare node process',
      ratio: measured.median / spread(bares!).median,
    },
  ]
}
