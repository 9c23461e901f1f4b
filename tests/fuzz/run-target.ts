import { Worker } from 'node:worker_threads'
import { maxInputMs, type FuzzJob, type FuzzMessage } from './protocol.ts'

/** Outcome of all inputs of one target. */
export interface TargetReport {
  readonly target: string
  readonly runs: number
  readonly accepted: number
  readonly slowestMs: number
  readonly faults: readonly { readonly index: number; readonly fault: string }[]
}

/** The worker's own limit; memory outside its heap is watched per input. */
const resourceLimits = { maxOldGenerationSizeMb: 128, stackSizeMb: 4 }
const maxFaults = 20

/**
 * Throws inputs `from` … `to`-1 at a target in a worker. A worker that hangs or dies is a fault of the input it was at;
 * the next one goes on after it.
 */
export async function runTarget(
  target: string,
  seed: number,
  from: number,
  to: number,
  limitMs = maxInputMs,
): Promise<TargetReport> {
  const faults: { index: number; fault: string }[] = []
  let [accepted, slowestMs, next] = [0, 0, from]
  while (next < to && faults.length < maxFaults) {
    const end = await runWorker({ target, seed, from: next, to, progress: new SharedArrayBuffer(8) }, limitMs)
    faults.push(...end.faults)
    accepted += end.accepted
    slowestMs = Math.max(slowestMs, end.slowestMs)
    next = end.next
  }
  return { target, runs: to - from, accepted, slowestMs, faults }
}

interface WorkerEnd {
  readonly faults: { index: number; fault: string }[]
  readonly accepted: number
  readonly slowestMs: number
  readonly next: number
}

/** A worker without a job: starting one takes longer than a short run. */
let spare: Worker | null = null

function takeWorker(): Worker {
  const worker = spare ?? new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits })
  spare = null
  worker.ref()
  return worker
}

function runWorker(job: FuzzJob, limitMs: number): Promise<WorkerEnd> {
  const worker = takeWorker()
  const progress = new Int32Array(job.progress)
  const faults: WorkerEnd['faults'] = []
  return new Promise((resolve) => {
    const watch = watchProgress(progress, limitMs, () => finish({ fault: `no end within ${limitMs} ms` }))
    const finish = (end: { fault: string } | { accepted: number; slowestMs: number }) => {
      clearInterval(watch)
      worker.off('message', onMessage).off('error', onError)
      if ('accepted' in end) {
        spare = worker
        worker.unref()
        return resolve({ faults, ...end, next: job.to })
      }
      void worker.terminate()
      const index = Atomics.load(progress, 0)
      resolve({ faults: [...faults, { index, fault: end.fault }], accepted: 0, slowestMs: 0, next: index + 1 })
    }
    const onMessage = (message: FuzzMessage) => {
      if (message.kind === 'done') finish(message)
      else faults.push(message)
    }
    const onError = (error: unknown) => finish({ fault: `worker died: ${String(error)}` })
    worker.on('message', onMessage).on('error', onError)
    worker.postMessage(job)
  })
}

/** Calls `onHang` when the same input has been running for too long; starting up does not count. */
function watchProgress(progress: Int32Array, limitMs: number, onHang: () => void): NodeJS.Timeout {
  let [seen, since] = [0, Date.now()]
  return setInterval(() => {
    const begun = Atomics.load(progress, 1)
    if (begun !== seen || begun === 0) [seen, since] = [begun, Date.now()]
    else if (Date.now() - since > limitMs) onHang()
  }, 200)
}
