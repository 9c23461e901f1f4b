import { createHmac, randomBytes } from 'node:crypto'
import { Failure } from '../../contract/failure.ts'
import type { Clock } from '../clock/port.ts'
import type { Store } from '../store/open-store.ts'

const freeAttempts = 3
const firstDelayMs = 30_000
const longestDelayMs = 3_600_000
const remembered = 1_000
/** After so long failures are forgotten: an attacker who waits that long loses more attempts than are won. */
const forgottenAfterMs = 24 * 3_600_000

export interface Lockout {
  /**
   * Counts an attempt before it is made, so that parallel ones count too. Answers, for the case that it fails, how many more are taken
   * at once, or the seconds until the next. Code: operator_locked_out (waitSeconds).
   */
  enter(foldedId: string): { triesLeft: number } | { waitSeconds: number }
  /** The PIN was right: forget the failures. */
  clear(foldedId: string): void
  /** Wipes failures that nobody repeated for a day: a PIN may have been typed into the wrong field. Answers how many. */
  expire(): number
  /** Milliseconds until there is something to wipe. */
  dueInMs(): number
}

/**
 * Growing delay after wrong PINs, persisted: 30 s after the third, doubling up to an hour. Unknown identifiers are counted
 * alike, so that a login does not tell who works here.
 */
export function createLockout(store: Store, clock: Clock): Lockout {
  const { db } = store
  const salt = settleSalt(store)
  const pseudonymOf = (foldedId: string) => createHmac('sha256', salt).update(foldedId).digest('hex')
  const find = db.prepare<[string], { failures: number; locked_until: string | null }>(
    'SELECT failures, locked_until FROM login_failures WHERE door = ?',
  )
  const save = db.prepare(`INSERT OR REPLACE INTO login_failures (door, failures, locked_until, last_at)
      VALUES (?, ?, ?, ?)`)
  const forgetOldest = db.prepare(
    'DELETE FROM login_failures WHERE door IN (SELECT door FROM login_failures ORDER BY last_at DESC LIMIT -1 OFFSET ?)',
  )
  const all = db.prepare<[], { pseudonym: string; last_at: string }>(
    'SELECT door AS pseudonym, last_at FROM login_failures',
  )
  const forget = db.prepare('DELETE FROM login_failures WHERE door = ?')
  const leftMs = ({ last_at }: { last_at: string }) => forgottenAfterMs - (clock.now().getTime() - Date.parse(last_at))
  return {
    enter: (foldedId) =>
      store.transaction(() => {
        const pseudonym = pseudonymOf(foldedId)
        const now = clock.now().getTime()
        const row = find.get(pseudonym)
        const waitMs = remainingMs(row?.locked_until ?? null, now)
        if (waitMs > 0) throw new Failure('operator_locked_out', null, { waitSeconds: Math.ceil(waitMs / 1000) })
        const failures = (row?.failures ?? 0) + 1
        const delayMs = delayAfter(failures)
        const lockedUntil = delayMs === 0 ? null : new Date(now + delayMs).toISOString()
        save.run(pseudonym, failures, lockedUntil, new Date(now).toISOString())
        forgetOldest.run(remembered)
        return delayMs === 0 ? { triesLeft: freeAttempts - failures } : { waitSeconds: Math.ceil(delayMs / 1000) }
      }),
    clear: (foldedId) => void forget.run(pseudonymOf(foldedId)),
    expire: () => {
      const old = all.all().filter((row) => leftMs(row) <= 0)
      store.transaction(() => old.forEach(({ pseudonym }) => forget.run(pseudonym)))
      if (old.length > 0) store.flush()
      return old.length
    },
    dueInMs: () => Math.min(...all.all().map(leftMs)),
  }
}

/** How long no PIN is taken after so many wrong PINs in a row, in milliseconds. */
export function delayAfter(failures: number): number {
  if (failures < freeAttempts) return 0
  return Math.min(firstDelayMs * 2 ** Math.min(failures - freeAttempts, 20), longestDelayMs)
}

/** Never longer than the longest delay, whatever happened to the clock since. */
function remainingMs(lockedUntil: string | null, now: number): number {
  return lockedUntil === null ? 0 : Math.min(Date.parse(lockedUntil) - now, longestDelayMs)
}

function settleSalt(store: Store): string {
  const found = store.readMeta('login_salt')
  if (found !== null) return found
  const salt = randomBytes(16).toString('hex')
  store.writeMeta('login_salt', salt)
  return salt
}
