// Loaded before a program (--import): how long its thread was ever busy in one go, written as it ends. SIGUSR2 begins anew.
import { appendFileSync } from 'node:fs'
import { basename } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const resolution = 5
const delays = monitorEventLoopDelay({ resolution })
delays.enable()
process.on('SIGUSR2', () => delays.reset())
process.on('exit', () => {
  const stall = { program: basename(process.argv[1] ?? ''), ms: delays.max / 1e6 - resolution }
  appendFileSync(process.env.GUICHET_BENCH_STALLS, `${JSON.stringify(stall)}\n`)
})
