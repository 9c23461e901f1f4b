import { randomInt, randomUUID } from 'node:crypto'
import { Failure, type FailureCode } from '../../contract/failure.ts'
import type { RequestInput } from '../../contract/requests.ts'
import { resumeDraft, type SessionDraft } from '../../enrolment/session/draft.ts'
import { withMarks } from '../../enrolment/session/marks.ts'
import { packetFacts } from '../../enrolment/session/packet.ts'
import { reduceSession } from '../../enrolment/session/reduce.ts'
import { openSession } from '../../enrolment/session/state.ts'
import type { Auth } from '../people/auth.ts'
import { codeOfClosed, type ClosedHere } from './closed-here.ts'
import type { Operators } from '../people/port.ts'
import type { Sealing } from '../seal/port.ts'
import { grantOverride, withSigner } from './grant-override.ts'
import type { SessionRunner } from './port.ts'
import { auditRefusal } from './session-audit.ts'
import { createRunningSession, type RunningSession, type RunningSessionParts } from './running-session.ts'

export interface RunnerParts extends RunningSessionParts {
  auth: Auth
  operators: Operators
  sealing: Sealing
  /** Why no session may start now, or null. */
  gate: () => FailureCode | null
  channel: () => 'counter' | 'home'
  training: boolean
  closedHere: ClosedHere
}

/** Runs the one session of the kiosk: what the clerk does to it, and how it begins and ends. */
export function createSessionRunner(parts: RunnerParts): SessionRunner {
  const running = createRunningSession(parts)
  return {
    current: running.view,
    saveDraft: running.saveDraft,
    apply(event) {
      const state = running.require()
      try {
        running.advance(event)
      } catch (error) {
        auditRefusal(parts.audit, state, error)
        throw error
      }
    },
    override: (input) => grantOverride(parts, running, input),
    heldReference() {
      const state = running.get()
      return state === null || state.sealed !== null ? null : state.reference
    },
    ...beginnings(parts, running),
    ...endings(parts, running),
    packetAdvanced(packetId, state, centralDecision) {
      if (running.get()?.sealed?.packetId === packetId) {
        running.advance({ type: 'packet_advanced', state, centralDecision })
      }
    },
    recall(reference) {
      const state = running.get()
      if (state?.reference !== reference || state.sealed !== null) return
      // Without a draft: central's word has just wiped it.
      running.set(reduceSession(state, { type: 'application_recalled' }, parts.context()))
    },
  }
}

function beginnings(parts: RunnerParts, running: RunningSession): Pick<SessionRunner, 'open' | 'resume'> {
  const { auth, drafts, marks, audit, context } = parts
  const requireFree = () => {
    if (running.get() !== null) throw new Failure('session_already_open')
    const closed = parts.gate()
    if (closed !== null) throw new Failure(closed)
    const { operatorId, role, trainedOn } = auth.require()
    return { operatorId, role, trainedOn }
  }
  return {
    open(reference) {
      const operator = requireFree()
      const { channel, training } = parts
      const known = { reference, channel: channel(), operator, training, ...context() }
      audit.append({ action: 'session.opened', actor: operator.operatorId, subject: reference, facts: {} })
      const fresh = openSession({ ...known, sessionId: randomUUID(), randomSeed: randomInt(2 ** 31) })
      running.set(withMarks(fresh, marks.of(reference)))
      running.saveDraft()
    },
    resume(sessionId) {
      const operator = requireFree()
      // Written by this table into the encrypted database: its version stands for its shape.
      const draft = drafts.load(sessionId, operator.operatorId) as SessionDraft
      const resumed = withMarks(resumeDraft(draft, { ...context(), operator }), marks.of(draft.reference))
      audit.append({ action: 'session.resumed', actor: operator.operatorId, subject: resumed.reference, facts: {} })
      running.set(resumed)
    },
  }
}

const hourMs = 3_600_000

type Endings = Pick<SessionRunner, 'sealed' | 'decide' | 'leave' | 'close' | 'expire' | 'dueInMs'>

function leaveOf({ drafts, audit }: RunnerParts, running: RunningSession): SessionRunner['leave'] {
  return (keepDraft) => {
    const state = running.get()
    if (state === null) return
    const { sessionId, sealed, reference, operator } = state
    if (sealed === null && keepDraft) running.saveDraft()
    if (sealed === null && !keepDraft) {
      const action = 'session.abandoned'
      const wasDraft = drafts.discard(sessionId, action)
      if (!wasDraft) audit.append({ action, actor: operator.operatorId, subject: reference, facts: {} })
    }
    running.set(null)
  }
}

function endings(parts: RunnerParts, running: RunningSession): Endings {
  const { auth, sealing, context } = parts
  const leave = leaveOf(parts, running)
  const decided = ({ outcome, reasons }: RequestInput<'session.decide'>) => {
    const state = reduceSession(running.require(), { type: 'decided', outcome, reasons }, context())
    // Central's word on an earlier packet may have closed the application since it was looked up.
    const closed = state.application && parts.closedHere(state.application.applicationId)
    if (closed !== null && outcome !== 'cancelled') throw new Failure(codeOfClosed[closed])
    return state
  }
  const dueInMs = () => {
    const changedAt = running.changedAt()
    const { now, policy } = context()
    // In either direction: central may have put a clock right that was ahead.
    return changedAt === null
      ? Infinity
      : policy.draftHours * hourMs - Math.abs(Date.parse(now) - Date.parse(changedAt))
  }
  return {
    sealed() {
      const session = running.view()
      if (session === null || session.sealed === null) throw new Failure('session_wrong_step')
      return session
    },
    async decide(input) {
      const open = running.require()
      const { sessionId } = open
      // Judged before the PIN is: a decision that is not allowed costs no attempt.
      try {
        decided(input)
      } catch (error) {
        auditRefusal(parts.audit, open, error)
        throw error
      }
      await withSigner(auth.confirm(input.pin), (operator) => {
        const isTheirs = open.operator.operatorId === operator.operator.operatorId
        if (!isTheirs || running.get()?.sessionId !== sessionId) throw new Failure('session_none')
        const state = decided(input)
        const facts = packetFacts(state)
        const { packetId, sealedAt } = sealing.seal(facts, operator)
        running.set(reduceSession(state, { type: 'sealed', packetId, sealedAt }, context()))
      })
    },
    leave,
    close() {
      if (running.require().sealed === null) throw new Failure('session_wrong_step')
      running.set(null)
    },
    expire() {
      if (dueInMs() > 0) return 0
      leave(false)
      return 1
    },
    dueInMs,
  }
}
