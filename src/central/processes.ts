import cluster from 'node:cluster'
import { setTimeout } from 'node:timers/promises'

/** What an instance says when it is ready. */
export type Ready = { url: string; adminUrl: string | null }

/** A process ended before it was ready, and has said why. */
export class ProcessEnded extends Error {}

const restMs = 1_000

/** Names the place of a process among those of its instance, from 0; who takes another's place has its number. */
export const processSlot = 'GUICHET_PROCESS_SLOT'

/**
 * Runs this program again in `count` processes that share one port, so that one instance uses all processors of its machine;
 * one that dies is replaced. SIGTERM and SIGINT stop all; if this process is killed they end by themselves. Resolves when
 * all are ready; rejects with ProcessEnded when one ends before. `env`: settings that all must share.
 */
export async function runProcesses(
  count: number,
  env: Record<string, string>,
  onReplaced: (exitCode: number | null) => void,
): Promise<Ready> {
  let isStopping = false
  const stop = () => {
    isStopping = true
    for (const worker of Object.values(cluster.workers ?? {})) worker!.process.kill('SIGTERM')
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // The first makes the tables and the training data, which the others then find.
  const slots = new Map<number, number>()
  const start = (slot: number) => startProcess({ ...env, [processSlot]: String(slot) }, (id) => slots.set(id, slot))
  const ready = await start(0)
  await Promise.all(Array.from({ length: count - 1 }, (_, i) => start(i + 1)))
  cluster.on('exit', async (worker, exitCode) => {
    if (isStopping) return
    onReplaced(exitCode)
    // What kills a process at once must not keep this machine busy with starting it.
    await setTimeout(restMs)
    if (!isStopping) await start(slots.get(worker.id) ?? 0).catch(() => {})
  })
  if (isStopping) stop()
  return ready
}

/** In one of the processes: tells the first one. */
export function reportReady(ready: Ready): void {
  process.send!(ready)
}

function startProcess(env: Record<string, string>, onFork: (id: number) => void): Promise<Ready> {
  const worker = cluster.fork(env)
  onFork(worker.id)
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('exit', (exitCode) => reject(new ProcessEnded(`with ${exitCode}`)))
  })
}
