import type { Appointments, DailyLog, Drafts } from '../ports.ts'
import type { Store } from '../store/open-store.ts'

const everyMs = 300_000

/** What has to go, goes: at the start and every five minutes. */
export function createMaintenance(parts: {
  store: Store
  drafts: Drafts
  appointments: Appointments
  dailyLog: DailyLog
  onFault: (error: unknown) => void
}): { start(): void; stop(): void; run(): void } {
  const run = () => {
    parts.drafts.expire()
    parts.appointments.wipeExpired()
    parts.dailyLog.purge()
    parts.store.flush()
  }
  const runSafely = () => {
    try {
      run()
    } catch (error) {
      parts.onFault(error)
    }
  }
  let timer: NodeJS.Timeout | null = null
  return {
    run,
    start: () => {
      runSafely()
      timer ??= setInterval(runSafely, everyMs).unref()
    },
    stop: () => {
      if (timer !== null) clearInterval(timer)
      timer = null
    },
  }
}
