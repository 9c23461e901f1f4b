import { networkInterfaces } from 'node:os'
import { backoffMs } from '../queue/backoff.ts'
import { createLoop } from './loop.ts'
import type { Loop } from './loop.ts'

const probeMs = 30_000
const interfacesMs = 2_000

/** Asks for the time while central is away, with jitter; `doubt` hears when an interface of this machine changes. */
export function createProbe(
  onFault: (error: unknown) => void,
  meet: (signal: AbortSignal) => Promise<void>,
  doubt: () => void,
  random: () => number,
): Loop {
  let seen = addresses()
  let watch: NodeJS.Timeout | null = null
  const loop = createLoop({
    run: async (signal) => {
      await meet(signal)
      return probeMs
    },
    restAfter: (_failure, failuresInRow) => Math.min(backoffMs(failuresInRow, random(), null), probeMs),
    onFault,
  })
  const look = () => {
    const now = addresses()
    if (now === seen) return
    seen = now
    doubt()
  }
  return {
    start: () => {
      watch ??= setInterval(look, interfacesMs).unref()
      loop.start()
    },
    wake: loop.wake,
    stop: async () => {
      if (watch !== null) clearInterval(watch)
      watch = null
      await loop.stop()
    },
  }
}

const addresses = () =>
  JSON.stringify(Object.values(networkInterfaces()).map((list) => list?.map((one) => one.address)))
