import type { Store } from '../store/open-store.ts'
import type { CentralRecord } from '../sync/central-state.ts'
import type { TimeRecord } from './known-time.ts'

const toMs = (at: string | null): number | null => (at === null ? null : Date.parse(at))

/** The latest time that the audit log wrote down since central, or a manager, last settled it; null where there is none. */
export function latestRecorded({ db }: Store, central: CentralRecord): number | null {
  const { lastContactSeq, settledByHandSeq } = central.get()
  const latest = db.prepare<[number], { latest: string | null }>('SELECT max(at) AS latest FROM audit WHERE seq > ?')
  return toMs(latest.get(Math.max(lastContactSeq, settledByHandSeq))!.latest)
}

/** What this store knows of the time before a start. */
export function recordedTime(store: Store, central: CentralRecord): TimeRecord {
  const { lastContactAt, settledByHandAt } = central.get()
  return {
    confirmedMs: toMs(lastContactAt),
    recordedMs: lastContactAt === null ? null : latestRecorded(store, central),
    byHandMs: toMs(settledByHandAt),
  }
}
