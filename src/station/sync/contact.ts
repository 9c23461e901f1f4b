import type { FailureCode } from '../../contract/failure.ts'
import type { StationStatus } from '../../contract/status.ts'
import type { Clock } from '../clock/port.ts'
import { latestRecorded } from '../clock/recorded-time.ts'
import type { Store } from '../store/open-store.ts'
import type { CentralRecord } from './central-state.ts'

const dayMs = 86_400_000
/** Contact is written down at most this often: it is a commit each time. */
const noteEveryMs = 60_000

export interface Contact {
  network(): StationStatus['network']
  reached(): void
  /** `code` says why. */
  lost(code: FailureCode): void
  isOffline(): boolean
  /** More days without central than the policy allows. */
  isOverdue(maxDays: number): boolean
}

/** Whether central is there, since when, and when it last was. */
export function createContact(parts: {
  store: Store
  clock: Clock
  central: CentralRecord
  onChange: () => void
}): Contact {
  const { store, clock, central } = parts
  let network: StationStatus['network'] = { state: 'unknown', since: null, code: null }
  const lastRecord = store.db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM audit')

  const change = (state: 'online' | 'offline', code: FailureCode | null) => {
    if (network.state === state && network.code === code) return
    network = { state, since: network.state === state ? network.since : clock.now().toISOString(), code }
    parts.onChange()
  }
  /** A clock set back does not make a lost tablet young again: the audit log remembers the latest time since. */
  const latestMs = () => {
    return Math.max(clock.now().getTime(), latestRecorded(store, central) ?? 0)
  }
  const noteContact = (at: string) => {
    const lastContactSeq = lastRecord.get()!.seq ?? 0
    central.set({ lastContactAt: at, lastContactSeq, lastServerTime: at, settledByHandAt: null })
  }
  return {
    network: () => network,
    isOffline: () => network.state === 'offline',
    lost: (code) => change('offline', code),
    reached: () => {
      const { lastContactAt } = central.get()
      const now = clock.now()
      const age = lastContactAt === null ? Infinity : Math.abs(now.getTime() - Date.parse(lastContactAt))
      const ranBackwards = latestMs() > now.getTime()
      const wasByHand = central.get().settledByHandAt !== null
      if (age > noteEveryMs || ranBackwards || wasByHand) noteContact(now.toISOString())
      change('online', null)
    },
    isOverdue: (maxDays) => {
      const { lastContactAt } = central.get()
      return lastContactAt !== null && latestMs() - Date.parse(lastContactAt) > maxDays * dayMs
    },
  }
}
