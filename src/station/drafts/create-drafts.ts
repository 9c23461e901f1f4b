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

const hourMs = 3_600_000

/**
 * Unfinished sessions, in the encrypted store. A draft belongs to its operator; past the policy's hours it is wiped, bytes
 * included (secure_delete, and the log emptied). What must not survive is the session's to leave out.
 */
export function createDrafts(parts: { store: Store; clock: Clock; policy: () => Policy }): Drafts {
  const { store, clock, policy } = parts
  const { db } = store
  const save = db.prepare('INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?, ?, ?)')
  const remove = db.prepare('DELETE FROM drafts WHERE session_id = ?')
  const find = db.prepare<[string, string], DraftRow>('SELECT * FROM drafts WHERE session_id = ? AND operator_id = ?')
  const list = db.prepare<[string, string], DraftRow>(
    'SELECT * FROM drafts WHERE operator_id = ? AND expires_at > ? ORDER BY saved_at DESC LIMIT 100',
  )
  const expired = db.prepare('DELETE FROM drafts WHERE expires_at <= ?')
  const nowText = () => clock.now().toISOString()
  const discard = (sessionId: string) => {
    store.transaction(() => remove.run(sessionId))
    store.flush()
  }
  return {
    save: ({ sessionId, operatorId, reference, step, state }) => {
      const now = clock.now()
      const expiresAt = new Date(now.getTime() + policy().draftHours * hourMs).toISOString()
      const values = [sessionId, operatorId, reference, step, JSON.stringify(state), now.toISOString(), expiresAt]
      store.transaction(() => save.run(...values))
    },
    list: (operatorId) =>
      list.all(operatorId, nowText()).map((row) =>
        DraftItem.parse({
          sessionId: row.session_id,
          reference: row.reference,
          step: row.step,
          savedAt: row.saved_at,
          expiresAt: row.expires_at,
        }),
      ),
    load: (sessionId, operatorId) => {
      const row = find.get(sessionId, operatorId)
      if (row === undefined) throw new Failure('draft_unknown')
      if (row.expires_at > nowText()) return JSON.parse(row.state) as unknown
      discard(sessionId)
      throw new Failure('draft_expired')
    },
    discard,
    expire: () => {
      const count = store.transaction(() => expired.run(nowText()).changes)
      if (count > 0) store.flush()
      return count
    },
  }
}
