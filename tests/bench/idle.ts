import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createCentral } from '../../src/central/central.ts'
import { beginAsManager, untilReady } from '../fixtures/journey.ts'
import { startLoopbackKiosk } from '../fixtures/loopback-kiosk.ts'
import { descendantsOf } from '../fixtures/processes.ts'
import type { BenchRow } from './row.ts'

const settleMs = 10_000
const seconds = 30

/** proc_pid_status(5) and proc_pid_stat(5): times that its threads woke up, and ticks of the processor that it used. */
function usedBy(pid: number): { wakes: number; ticks: number } {
  const tasks = readdirSync(`/proc/${pid}/task`)
  const wakes = tasks.map((task) => {
    const status = readFileSync(`/proc/${pid}/task/${task}/status`, 'utf8')
    return Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)![1])
  })
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1)!.trim().split(' ')
  return { wakes: wakes.reduce((sum, one) => sum + one, 0), ticks: Number(fields[11]) + Number(fields[12]) }
}

/** What a kiosk does while nobody touches it, somebody logged in and central there: its three processes together, without a window. */
export async function benchIdle(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'))
  const central = await createCentral({ environment: 'training', seed: 'training' })
  const kiosk = await startLoopbackKiosk({ GUICHET_DATA: folder, GUICHET_CENTRAL_URL: central.url })
  await beginAsManager(kiosk)
  await untilReady(kiosk)
  await setTimeout(settleMs)
  const pids = [kiosk.pid, ...descendantsOf(kiosk.pid)]
  const total = () => {
    const all = pids.map(usedBy)
    return {
      wakes: all.reduce((sum, { wakes }) => sum + wakes, 0),
      ticks: all.reduce((sum, { ticks }) => sum + ticks, 0),
    }
  }
  const before = total()
  await setTimeout(seconds * 1000)
  const after = total()
  await kiosk.stop()
  await central.stop()
  rmSync(folder, { recursive: true, force: true })
  const wakes = (after.wakes - before.wakes) / seconds
  // A tick is 10 ms on every Linux (sysconf(_SC_CLK_TCK) is 100).
  const share = ((after.ticks - before.ticks) * 10) / (seconds * 10)
  return [
    { name: 'wake-ups a second at rest', median: wakes, p95: wakes, unit: '1/s' },
    { name: 'of one processor at rest', median: share, p95: share, unit: '%' },
  ]
}
