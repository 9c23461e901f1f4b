import { randomInt, randomUUID } from 'node:crypto'
import { Failure, type FailureCode } from '../contract/failure.ts'
import type { RequestInput } from '../contract/requests.ts'
import type { CentralDecision, PacketState, Session } from '../contract/session.ts'
import { effectOf, type SessionEffect } from '../enrolment/session/effect.ts'
import type { IntentEvent, ReportEvent, SessionContext, SessionEvent } from '../enrolment/session/events.ts'
import { draftOf, resumeDraft, type SessionDraft } from '../enrolment/session/draft.ts'
import { packetFacts } from '../enrolment/session/packet.ts'
import { reduceSession } from '../enrolment/session/reduce.ts'
import { openSession, type SessionState } from '../enrolment/session/state.ts'
import { viewSession } from '../enrolment/session/view.ts'
import type { Audit, Drafts, OperatorSession, Operators, Queue, Sealing } from './ports.ts'
import type { Desk } from './desk.ts'
import { auditSessionEvent } from './session-audit.ts'

export interface SessionRunner {
  current(): Session | null
  /** What the receipt is made of. Code: session_wrong_step before sealing. */
  sealed(): { session: Session; last4: string | null }
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
  /** What the queue learnt of a packet; ignored when it is not this session's. */
  packetAdvanced(packetId: string, state: PacketState, decision: CentralDecision | null): void
  /** Central took the application back while it is open here. */
  recall(reference: string): void
}

/** Runs one effect of a step and reports what came of it; must end soon after the signal aborts. */
export type RunEffect = (effect: SessionEffect, report: (event: ReportEvent) => void, signal: AbortSignal) => Promise<void>

export interface RunnerParts {
  desk: Desk
  operators: Operators
  drafts: Drafts
  sealing: Sealing
  queue: Queue
  audit: Audit
  runEffect: RunEffect
  context: () => SessionContext
  /** Why no session may start now, or null. */
  gate: () => FailureCode | null
  channel: () => 'counter' | 'home'
  training: boolean
  /** Pushes the new snapshot. */
  publish: (session: Session | null) => void
}

/** Runs the one session of the kiosk: table, draft, effect, seal. */
export function createSessionRunner(parts: RunnerParts): SessionRunner {
  const { desk, drafts, sealing, audit, context } = parts
  let state: SessionState | null = null
  /** Of the document just sealed, for the receipt: all that remains of its number (R14). */
  let last4: string | null = null
  let running: { key: string; controller: AbortController } | null = null

  const view = () => (state === null ? null : viewSession(state))
  const requireState = (): SessionState => {
    if (state === null) throw new Failure('session_none')
    return state
  }

  const set = (next: SessionState | null) => {
    state = next
    followEffect()
    parts.publish(view())
  }

  /** Starts the effect the state asks for and aborts the one it no longer wants. */
  const followEffect = () => {
    const effect = state === null ? null : effectOf(state)
    if (effect?.key === running?.key) return
    running?.controller.abort()
    running = null
    if (effect === null) return
    const controller = new AbortController()
    running = { key: effect.key, controller }
    const report = (event: ReportEvent) => {
      if (running?.key === effect.key) advance(event)
    }
    void parts.runEffect(effect, report, controller.signal)
  }

  /** Applies an event to the open session; the draft follows it, but not every percent of a chip read. */
  const advance = (event: SessionEvent) => {
    if (state === null) return
    const next = reduceSession(state, event, context())
    auditSessionEvent(audit, state, next, event)
    set(next)
    if (event.type !== 'chip_progressed') saveDraft()
  }

  const saveDraft = () => {
    if (state === null || state.sealed !== null) return
    const draft = draftOf(state, context().now)
    if (draft === null) return
    const { sessionId, reference, step, operator } = state
    drafts.save({ sessionId, operatorId: operator.operatorId, reference, step, state: draft })
  }

  const seal = (outcome: RequestInput<'session.decide'>, operator: OperatorSession) => {
    const decided = reduceSession(
      requireState(),
      { type: 'decided', outcome: outcome.outcome, reasons: outcome.reasons },
      context(),
    )
    const facts = packetFacts(decided)
    const { packetId, sealedAt } = sealing.seal(facts, operator)
    last4 = facts.document?.last4 ?? null
    set(reduceSession(decided, { type: 'sealed', packetId, sealedAt }, context()))
  }

  /** Lends the operator unlocked by `confirm` and forgets the key again. */
  const withSigner = async (confirm: Promise<OperatorSession>, use: (session: OperatorSession) => void) => {
    const session = await confirm
    try {
      use(session)
    } finally {
      session.close()
    }
  }

  return {
    current: view,
    sealed() {
      const session = view()
      if (session?.sealed == null) throw new Failure('session_wrong_step')
      return { session, last4 }
    },
    saveDraft,
    open(reference) {
      if (state !== null) throw new Failure('session_already_open')
      const closed = parts.gate()
      if (closed !== null) throw new Failure(closed)
      const { operatorId, role, trainedOn } = desk.require()
      const { now, today, policy } = context()
      const opened = openSession({
        sessionId: randomUUID(),
        reference,
        channel: parts.channel(),
        operator: { operatorId, role, trainedOn },
        now,
        today,
        policy,
        training: parts.training,
        randomSeed: randomInt(2 ** 31),
      })
      audit.append({ action: 'session.opened', actor: operatorId, subject: reference, facts: {} })
      set(opened)
    },
    apply(event) {
      requireState()
      advance(event)
    },
    async override({ gate, managerId, pin, reason, text }) {
      const { sessionId, application, operator } = requireState()
      if (application === null) throw new Failure('session_incomplete')
      const { applicationId } = application
      await withSigner(parts.operators.confirm(managerId, pin, 'manager'), (manager) => {
        const claim = { sessionId, applicationId, enrollerId: operator.operatorId, gate, reason, text }
        const override = sealing.signOverride(manager, claim)
        if (requireState().sessionId !== sessionId) throw new Failure('session_none')
        advance({ type: 'override_granted', override, managerRole: manager.operator.role })
      })
    },
    async decide(input) {
      const { sessionId } = requireState()
      // Refused before the PIN is asked of the key store: a wrong decision costs no attempt.
      reduceSession(requireState(), { type: 'decided', outcome: input.outcome, reasons: input.reasons }, context())
      await withSigner(desk.confirm(input.pin), (operator) => {
        if (requireState().sessionId !== sessionId) throw new Failure('session_none')
        seal(input, operator)
      })
    },
    leave(keepDraft) {
      if (state === null) return
      const { sessionId, sealed, reference, operator } = state
      if (sealed === null && keepDraft) saveDraft()
      if (sealed === null && !keepDraft) {
        drafts.discard(sessionId)
        audit.append({ action: 'session.abandoned', actor: operator.operatorId, subject: reference, facts: {} })
      }
      set(null)
    },
    resume(sessionId) {
      if (state !== null) throw new Failure('session_already_open')
      const { operatorId, role, trainedOn } = desk.require()
      // Written by this version of the table into the encrypted database: its shape is checked by its version.
      const draft = drafts.load(sessionId, operatorId) as SessionDraft
      const resumed = resumeDraft(draft, { ...context(), operator: { operatorId, role, trainedOn } })
      audit.append({ action: 'session.resumed', actor: operatorId, subject: resumed.reference, facts: {} })
      set(resumed)
    },
    close() {
      if (requireState().sealed === null) throw new Failure('session_wrong_step')
      set(null)
    },
    packetAdvanced(packetId, packetState, centralDecision) {
      if (state?.sealed?.packetId !== packetId) return
      advance({ type: 'packet_advanced', state: packetState, centralDecision })
    },
    recall(reference) {
      if (state?.reference !== reference || state.sealed !== null) return
      advance({ type: 'application_failed', code: 'application_cancelled' })
    },
  }
}
