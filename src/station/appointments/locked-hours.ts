import type { Policy } from '../../contract/policy.ts'
import type { Clock } from '../clock/port.ts'
import type { Store } from '../store/open-store.ts'

const hourMs = 3_600_000
const key = 'locked_running_ms'
/** Written at most this often; a station that is switched off loses no more. */
const noteEveryMs = 60_000

/**
 * How long the station has run while nobody knew the day, switched off and on in between: visits that nobody may look at go after the
 * policy's hours (`draftHours`) of it.
 */
export function lockedHours({ store, clock, policy }: { store: Store; clock: Clock; policy: () => Policy }) {
  let runMs = Number(store.readMeta(key) ?? 0)
  let notedMs = runMs
  let last = clock.monotonicMs()
  const note = (ms: number) => {
    store.writeMeta(key, String(ms))
    notedMs = ms
  }
  return {
    leftMs: (): number => {
      const now = clock.monotonicMs()
      runMs = clock.isLocked() ? runMs + (now - last) : 0
      last = now
      if (Math.abs(runMs - notedMs) >= noteEveryMs || (runMs === 0 && notedMs !== 0)) note(runMs)
      return policy().draftHours * hourMs - runMs
    },
  }
}
