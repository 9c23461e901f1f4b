import { parentPort } from 'node:worker_threads'
import { EmrtdFailure } from '../../src/emrtd/failure.ts'
import { MrzFailure } from '../../src/emrtd/lds/mrz/failure.ts'
import { mutate } from './mutate.ts'
import type { FuzzJob, FuzzMessage } from './protocol.ts'
import { numberOf, seededRandom } from './random.ts'
import { selfChecks } from './self-checks.ts'
import { targets } from './targets.ts'

const send = (message: FuzzMessage) => parentPort?.postMessage(message)
const mebibyte = 1024 * 1024

parentPort?.on('message', runJob)

async function runJob(job: FuzzJob): Promise<void> {
  const progress = new Int32Array(job.progress)
  const target = targets[job.target] ?? selfChecks[job.target]
  if (target === undefined) throw new RangeError(job.target)
  let accepted = 0
  let slowestMs = 0
  for (let index = job.from; index < job.to; index++) {
    const bytes = mutate(target.samples, seededRandom(job.seed, numberOf(job.target), index))
    Atomics.store(progress, 0, index)
    Atomics.add(progress, 1, 1)
    const before = process.memoryUsage()
    const start = performance.now()
    const fault = await tryInput(target.run, bytes)
    slowestMs = Math.max(slowestMs, performance.now() - start)
    const after = process.memoryUsage()
    const grown = after.heapUsed + after.external - before.heapUsed - before.external
    if (fault === null) accepted += 1
    else if (fault !== '') send({ kind: 'fault', index, fault })
    if (grown > (target.memoryMiB ?? 64) * mebibyte) {
      send({ kind: 'fault', index, fault: `memory grew by ${Math.round(grown / mebibyte)} MiB` })
    }
  }
  send({ kind: 'done', accepted, slowestMs })
}

/** Null when the input was taken, empty when refused with a code, else what went wrong. */
async function tryInput(run: (bytes: Uint8Array) => unknown, bytes: Uint8Array): Promise<string | null> {
  try {
    const result = run(bytes)
    if (result instanceof Promise) await result
    return null
  } catch (error) {
    if (error instanceof EmrtdFailure || error instanceof MrzFailure) return ''
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}
