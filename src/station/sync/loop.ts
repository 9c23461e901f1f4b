import { Failure } from '../../contract/failure.ts'

export interface Loop {
  start(): void
  /** Runs now, or once more when it is running. */
  wake(): void
  stop(): Promise<void>
}

/**
 * Runs a task again and again. The task says how long to rest, in milliseconds; Failures are what `restAfter` is for, any
 * other error is a bug: it goes to `onFault`, and the loop rests as after a failure.
 */
export function createLoop(options: {
  run: (signal: AbortSignal) => Promise<number>
  restAfter: (failure: unknown, failuresInRow: number) => number
  onFault: (error: unknown) => void
}): Loop {
  let stopping = new AbortController()
  let running: Promise<void> | null = null
  let isWoken = false
  let endRest: (() => void) | null = null

  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer)
        endRest = null
        resolve()
      }
      // Longest delay of a Node timer is 2^31 - 1 ms.
      const timer = setTimeout(end, Math.min(ms, 2_000_000_000))
      timer.unref()
      endRest = end
    })
  const runOnce = async (failuresInRow: number): Promise<{ restMs: number; failed: boolean }> => {
    try {
      return { restMs: await options.run(stopping.signal), failed: false }
    } catch (error) {
      if (!(error instanceof Failure) && !stopping.signal.aborted) options.onFault(error)
      return { restMs: options.restAfter(error, failuresInRow), failed: true }
    }
  }
  const repeat = async () => {
    let failuresInRow = 0
    while (!stopping.signal.aborted) {
      isWoken = false
      const { restMs, failed } = await runOnce(failuresInRow)
      failuresInRow = failed ? failuresInRow + 1 : 0
      if (!isWoken && !stopping.signal.aborted) await rest(restMs)
    }
  }
  return {
    start: () => {
      if (running !== null) return
      stopping = new AbortController()
      running = repeat()
    },
    wake: () => {
      isWoken = true
      endRest?.()
    },
    stop: async () => {
      stopping.abort()
      endRest?.()
      await running
      running = null
    },
  }
}
