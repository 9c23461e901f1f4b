import type { DraftItem } from '../../contract/draft-item.ts'
import type { Step } from '../../contract/session.ts'

export interface Drafts {
  /** `state` is the session's draft as plain JSON. Replaces the earlier one of that session. */
  save(draft: { sessionId: string; operatorId: string; reference: string; step: Step; state: unknown }): void
  /** Drafts of that operator, unexpired, newest first. */
  list(operatorId: string): DraftItem[]
  /** Codes: draft_unknown, draft_expired. */
  load(sessionId: string, operatorId: string): unknown
  /** With its record, `draft.discarded` unless said otherwise; false when there is none. */
  discard(sessionId: string, action?: string): boolean
  /** Wipes what is older than the policy's hours; returns how many. */
  expire(): number
  /** How long until there is something to wipe, milliseconds. */
  dueInMs(): number
}
