import type { RequestInput } from '../../contract/requests.ts'
import type { CentralDecision, PacketState, Session } from '../../contract/session.ts'
import type { IntentEvent } from '../../enrolment/session/events.ts'

export interface SessionRunner {
  current(): Session | null
  /** What the receipt is made of. Code: session_wrong_step before sealing. */
  sealed(): Session
  /** Codes: session_already_open, and the gate's. */
  open(reference: string): void
  /** One intent of the clerk; throws what the table throws and then leaves everything as it was. */
  apply(event: IntentEvent): void
  override(input: RequestInput<'session.override'>): Promise<void>
  decide(input: RequestInput<'session.decide'>): Promise<void>
  leave(keepDraft: boolean): void
  saveDraft(): void
  resume(sessionId: string): void
  /** After sealing. Code: session_wrong_step. */
  close(): void
  /** Forgets a session left untouched for the policy's hours, as its draft is; how many that were. */
  expire(): number
  /** How long until then, milliseconds. */
  dueInMs(): number
  /** Of the session under way, until it is sealed or left. */
  heldReference(): string | null
  /** What the queue learnt of a packet; ignored when it is not this session's. */
  packetAdvanced(packetId: string, state: PacketState, decision: CentralDecision | null): void
  /** Central took the application back while it is open here. */
  recall(reference: string): void
}
