import type { z } from 'zod'
import type { TokenAnswer } from '../../contract/protocol/station.ts'
import type { Clock } from '../clock/port.ts'

/** A token is renewed this long before it ends. */
const renewMs = 60_000

/** One access token for all who ask at the same time, fetched again before it ends. A failed fetch is not remembered. */
export function createTokenCache(
  clock: Clock,
  fetchToken: (signal: AbortSignal) => Promise<z.infer<typeof TokenAnswer>>,
): { get(signal: AbortSignal): Promise<string>; forget(): void } {
  let kept: { value: Promise<string>; until: number } | null = null
  return {
    get: (signal) => {
      if (kept !== null && kept.until - renewMs > clock.monotonicMs()) return kept.value
      const askedAt = clock.monotonicMs()
      const entry = { value: Promise.resolve(''), until: Infinity }
      entry.value = fetchToken(signal).then(
        ({ access_token, expires_in }) => {
          entry.until = askedAt + expires_in * 1000
          return access_token
        },
        (error: unknown) => {
          if (kept === entry) kept = null
          throw error
        },
      )
      kept = entry
      return entry.value
    },
    forget: () => void (kept = null),
  }
}
