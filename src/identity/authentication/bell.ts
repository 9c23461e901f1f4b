import { EventEmitter } from 'node:events'

/**
 * Wakes the calls of this process that wait for a change of a login request, by the digest of the name or the identifier of the
 * request. Calls of other processes ask the database once a second (`waitFor`).
 */
export type Bell = {
  ring(subject: string): void
  /** Returns when it rang for the subject, after `ms`, or when `signal` aborts. */
  wait(subject: string, ms: number, signal: AbortSignal): Promise<void>
}

export function createBell(): Bell {
  const emitter = new EventEmitter()
  emitter.setMaxListeners(0)
  return {
    ring: (subject) => void emitter.emit(subject),
    wait(subject, ms, signal) {
      if (signal.aborted) return Promise.resolve()
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, ms)
      const done = () => resolve()
      emitter.once(subject, done)
      signal.addEventListener('abort', done, { once: true })
      return promise.finally(() => {
        clearTimeout(timer)
        emitter.off(subject, done)
        signal.removeEventListener('abort', done)
      })
    },
  }
}
