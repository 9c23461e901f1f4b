import type { Core } from './station.ts'

const everyMs = 3_600_000

/** Wipes what has had its time, at the start and every hour: drafts, appointments, rows past their retention. */
export function startMaintenance({ drafts, appointments, dailyLog, log }: Core): () => void {
  const chores = {
    drafts: () => drafts.expire(),
    appointments: () => appointments.wipeExpired(),
    dailyLog: () => dailyLog.purge(),
  }
  const run = () => {
    for (const [name, chore] of Object.entries(chores)) {
      try {
        const removed = chore()
        if (removed > 0) log.info({ chore: name, removed }, 'maintenance')
      } catch (error) {
        // One chore that fails must not keep the others from being done.
        log.error({ chore: name, err: error }, 'maintenance')
      }
    }
  }
  run()
  const timer = setInterval(run, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
