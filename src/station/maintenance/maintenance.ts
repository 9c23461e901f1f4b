import type { Logger } from 'pino'
import type { Appointments } from '../appointments/port.ts'
import type { DailyLog } from '../daily-log/port.ts'
import { downloadLifetimeMs, type Downloads } from '../downloads/downloads.ts'
import type { KeptFigures } from '../figures/kept-figures.ts'
import type { MarksStore } from '../session/visit-marks.ts'
import type { Drafts } from '../drafts/port.ts'
import type { Operators } from '../people/port.ts'
import type { SessionRunner } from '../session/port.ts'
import type { Storage } from '../store/storage.ts'

/** However long nothing is due: a machine that slept, or whose clock was set, is seen this soon. */
const longestRestMs = 60_000

interface Chore {
  /** How long until there is something to do, milliseconds; 0 or less for now. */
  dueInMs(): number
  /** Answers how many were removed. */
  run(): number
}

export interface MaintenanceParts {
  runner: SessionRunner
  drafts: Drafts
  marks: MarksStore
  keptFigures: KeptFigures
  operators: Operators
  appointments: Appointments
  dailyLog: DailyLog
  downloads: Downloads
  storage: Storage
  log: Logger
}

export interface Maintenance {
  /** Something may be due sooner than was known: a session ended. */
  look(): void
  stop(): void
}

/**
 * Wipes what has had its time, at the start and at the moment when it is due: a session left alone, drafts, visits after their
 * day, rows past their retention, files and receipts that nobody fetched. One timer to the next of these moments. `onLooked`
 * is for anyone who shows what time alone changes: the day, a clock that was set.
 */
export function startMaintenance(parts: MaintenanceParts, onLooked: () => void): Maintenance {
  const chores = choresOf(parts)
  const attempt = (name: string, work: () => number): number | null => {
    try {
      return work()
    } catch (error) {
      // One chore that fails must not keep the others from being done.
      parts.log.error({ chore: name, err: error }, 'maintenance')
      return null
    }
  }
  const run = (name: string, chore: () => number) => {
    const removed = attempt(name, chore) ?? 0
    if (removed > 0) parts.log.info({ chore: name, removed }, 'maintenance')
  }
  const dueInMs = (name: string, chore: Chore) => attempt(name, chore.dueInMs) ?? Infinity
  let timer: NodeJS.Timeout | undefined
  const rest = () => {
    const soonestMs = Math.min(...Object.entries(chores).map(([name, chore]) => dueInMs(name, chore)))
    // What is still due now has just failed, or waits for something else.
    const restMs = soonestMs > 0 ? Math.min(Math.ceil(soonestMs), longestRestMs) : longestRestMs
    timer = setTimeout(look, restMs)
    timer.unref()
  }
  const look = () => {
    clearTimeout(timer)
    for (const [name, chore] of Object.entries(chores)) if (dueInMs(name, chore) <= 0) run(name, chore.run)
    onLooked()
    rest()
  }
  // What a former run left will not be fetched any more.
  run('exports', () => parts.storage.removeExports(0))
  look()
  return { look, stop: () => clearTimeout(timer) }
}

function choresOf(parts: MaintenanceParts) {
  const { runner, drafts, marks, keptFigures, operators, appointments, dailyLog, downloads, storage } = parts
  return {
    session: { dueInMs: runner.dueInMs, run: runner.expire },
    drafts: { dueInMs: drafts.dueInMs, run: drafts.expire },
    marks: {
      dueInMs: () => marks.dueInMs(runner.heldReference()),
      run: () => marks.expire(runner.heldReference()),
    },
    keptFigures: { dueInMs: keptFigures.dueInMs, run: keptFigures.expire },
    loginFailures: { dueInMs: operators.failuresDueInMs, run: operators.expireFailures },
    appointments: {
      dueInMs: () => appointments.dueInMs(runner.heldReference()),
      run: () => appointments.wipeExpired(runner.heldReference()),
    },
    dailyLog: { dueInMs: dailyLog.dueInMs, run: dailyLog.purge },
    downloads: { dueInMs: downloads.dueInMs, run: downloads.dropStale },
    exports: {
      dueInMs: () => storage.exportsDueInMs(downloadLifetimeMs),
      run: () => storage.removeExports(downloadLifetimeMs),
    },
  } satisfies Record<string, Chore>
}
