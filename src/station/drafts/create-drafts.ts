import { Failure } from '../../contract/failure.ts'
import type { Policy } from '../../contract/policy.ts'
import { DraftItem } from '../../contract/requests.ts'
import type { Clock, Drafts } from '../ports.ts'
import type { Store } from '../store/open-store.ts'

interface DraftRow {
  session_id: string
  reference: string
  step: string
  state: string
  saved_at: string
  expires_at: string
}
type Times = Pick<DraftRow, 'saved_at' | 'expires_at'>

const hourMs = 3_600_000

/**
 * Unfinished sessions, in the encrypted store. A draft belongs to its operator; past the policy's hours it is wiped, bytes
 * included (secure_delete, and the log emptied). A draft from further ahead than that was saved before the clock was set back:
 * nobody can tell its age any more, and it goes too. What must not survive is the session's to leave out.
 */
export function createDrafts(parts: { store: Store; clock: Clock; policy: () => Policy }): Drafts {
  const { store, clock, policy } = parts
  const { db } = store
  const save = db.prepare('INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?, ?, ?)')
  const remove = db.prepare('DELETE FROM drafts WHERE session_id = ?')
  const find = db.prepare<[string, string], DraftRow>('SELECT * FROM drafts WHERE session_id = ? AND operator_id = ?')
  const list = db.prepare<[string], DraftRow>(
    'SELECT * FROM drafts WHERE operator_id = ? ORDER BY saved_at DESC LIMIT 100',
  )
  const all = db.prepare<[], Times & { session_id: string }>('SELECT session_id, saved_at, expires_at FROM drafts')
  const hoursMs = () => policy().draftHours * hourMs
  /** The hours of the policy may have become fewer since it was saved. */
  const expiryOf = (row: Times) => Math.min(Date.parse(row.expires_at), Date.parse(row.saved_at) + hoursMs())
  const leftMs = (row: Times) => {
    const left = expiryOf(row) - clock.now().getTime()
    return left > 2 * hoursMs() ? 0 : left
  }
  const discard = (sessionId: string) => {
    store.transaction(() => remove.run(sessionId))
    store.flush()
  }
  return {
    save: ({ sessionId, operatorId, reference, step, state }) => {
      const now = clock.now()
      const expiresAt = new Date(now.getTime() + hoursMs()).toISOString()
      const values = [sessionId, operatorId, reference, step, JSON.stringify(state), now.toISOString(), expiresAt]
      store.transaction(() => save.run(...values))
    },
    list: (operatorId) =>
      list
        .all(operatorId)
        .filter((row) => leftMs(row) > 0)
        .map((row) =>
          DraftItem.parse({
            sessionId: row.session_id,
            reference: row.reference,
            step: row.step,
            savedAt: row.saved_at,
            expiresAt: new Date(expiryOf(row)).toISOString(),
          }),
        ),
    load: (sessionId, operatorId) => {
      const row = find.get(sessionId, operatorId)
      if (row === undefined) throw new Failure('draft_unknown')
      if (leftMs(row) > 0) return JSON.parse(row.state) as unknown
      discard(sessionId)
      throw new Failure('draft_expired')
    },
    discard,
    expire: () => {
      const expired = all.all().filter((row) => leftMs(row) <= 0)
      store.transaction(() => expired.forEach((row) => remove.run(row.session_id)))
      if (expired.length > 0) store.flush()
      return expired.length
    },
    dueInMs: () => Math.min(...all.all().map(leftMs)),
  }
}
