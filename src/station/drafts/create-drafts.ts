import { Failure } from '../../contract/failure.ts'
import type { Policy } from '../../contract/policy.ts'
import { DraftItem } from '../../contract/draft-item.ts'
import type { Audit, AuditEntry } from '../audit/port.ts'
import type { Clock } from '../clock/port.ts'
import type { Drafts } from './port.ts'
import type { Store } from '../store/open-store.ts'

interface DraftRow {
  session_id: string
  operator_id: string
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
export function createDrafts(parts: { store: Store; audit: Audit; clock: Clock; policy: () => Policy }): Drafts {
  const { store, audit, clock, policy } = parts
  const { db } = store
  const save = db.prepare(`INSERT OR REPLACE INTO drafts (session_id, operator_id, reference, step, state,
      saved_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)`)
  const remove = db.prepare('DELETE FROM drafts WHERE session_id = ?')
  const list = db.prepare<[string], DraftRow>(
    'SELECT * FROM drafts WHERE operator_id = ? ORDER BY saved_at DESC LIMIT 100',
  )
  const all = db.prepare<[], DraftRow>('SELECT * FROM drafts')
  const hoursMs = () => policy().draftHours * hourMs
  /** The hours of the policy may have become fewer since it was saved. */
  const expiryOf = (row: Times) => Math.min(Date.parse(row.expires_at), Date.parse(row.saved_at) + hoursMs())
  const leftMs = (row: Times) => {
    const left = expiryOf(row) - clock.now().getTime()
    return left > 2 * hoursMs() ? 0 : left
  }
  const find = db.prepare<[string], DraftRow>('SELECT * FROM drafts WHERE session_id = ?')
  /** With their records in one transaction; answers how many. */
  const wipe = (rows: DraftRow[], recordOf: (row: DraftRow) => Pick<AuditEntry, 'action' | 'actor'>): number => {
    if (rows.length === 0) return 0
    store.transaction(() => {
      for (const row of rows) {
        remove.run(row.session_id)
        audit.append({ ...recordOf(row), subject: row.reference, facts: {} })
      }
    })
    store.flush()
    return rows.length
  }
  const expired = () => ({ action: 'draft.expired', actor: 'station' })
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
      const row = find.get(sessionId)
      if (row?.operator_id !== operatorId) throw new Failure('draft_unknown')
      if (leftMs(row) > 0) return JSON.parse(row.state) as unknown
      wipe([row], expired)
      throw new Failure('draft_expired')
    },
    discard: (sessionId, action = 'draft.discarded') =>
      wipe(find.all(sessionId), ({ operator_id: actor }) => ({ action, actor })) > 0,
    expire: () =>
      wipe(
        all.all().filter((row) => leftMs(row) <= 0),
        expired,
      ),
    dueInMs: () => Math.min(...all.all().map(leftMs)),
  }
}
