import type { SessionRunner } from './session-runner.ts'
import type { Core } from './station.ts'

const everyMs = 3_600_000
/** As long as a download is offered. */
const exportLifetimeMs = 600_000

/**
 * Wipes what has had its time, at the start and every hour: a session left alone, drafts, appointments, rows past their
 * retention, exported files.
 */
export function startMaintenance(core: Core, runner: SessionRunner): () => void {
  const { drafts, appointments, dailyLog, storage, log } = core
  const run = (exportAgeMs: number) => {
    const chores = {
      session: () => runner.expire(),
      drafts: () => drafts.expire(),
      appointments: () => appointments.wipeExpired(),
      dailyLog: () => dailyLog.purge(),
      exports: () => storage.removeExports(exportAgeMs),
    }
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
  // What a former run left will not be fetched any more.
  run(0)
  const timer = setInterval(() => run(exportLifetimeMs), everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
