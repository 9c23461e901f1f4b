import { Failure } from '../../contract/failure.ts'
import type { IsoTime } from '../../contract/identity.ts'
import type { Session } from '../../contract/session.ts'
import { draftOf } from '../../enrolment/session/draft.ts'
import { effectOf, type SessionEffect } from '../../enrolment/session/effect.ts'
import type { ReportEvent, SessionContext, SessionEvent } from '../../enrolment/session/events.ts'
import { reduceSession } from '../../enrolment/session/reduce.ts'
import type { SessionState } from '../../enrolment/session/state.ts'
import { viewSession } from '../../enrolment/session/view.ts'
import type { Bus } from '../bus/create-bus.ts'
import type { Audit } from '../audit/port.ts'
import type { Drafts } from '../drafts/port.ts'
import { marksOf } from '../../enrolment/session/marks.ts'
import type { MarksStore } from './visit-marks.ts'
import { auditSessionEvent } from './session-audit.ts'

/** Runs one effect of a step and reports what came of it; must end soon after the signal aborts. */
export type RunEffect = (
  effect: SessionEffect,
  report: (event: ReportEvent) => void,
  signal: AbortSignal,
) => Promise<void>

export interface RunningSessionParts {
  drafts: Drafts
  marks: MarksStore
  audit: Audit
  runEffect: RunEffect
  context: () => SessionContext
  bus: Bus
  /** What an effect found could not be recorded (a full disk): nobody waits for its answer who could be told. */
  onFault: (error: unknown) => void
}

/** The state of the kiosk's one session, with what must happen whenever it changes: effect, draft, snapshot. */
export interface RunningSession {
  get(): SessionState | null
  /** Code: session_none. */
  require(): SessionState
  view(): Session | null
  /** When it last changed; null when there is none. */
  changedAt(): IsoTime | null
  set(next: SessionState | null): void
  /** Applies an event, records it and keeps the draft; throws what the table throws and then changes nothing. */
  advance(event: SessionEvent): void
  saveDraft(): void
}

export function createRunningSession(parts: RunningSessionParts): RunningSession {
  const { drafts, marks, audit, context } = parts
  let state: SessionState | null = null
  let changedAt: IsoTime | null = null
  let running: { key: string; controller: AbortController } | null = null

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
      if (running?.controller !== controller) return
      try {
        advance(event)
      } catch (error) {
        parts.onFault(error)
      }
    }
    parts.runEffect(effect, report, controller.signal).catch(parts.onFault)
  }

  const view = () => (state === null ? null : viewSession(state))

  const set = (next: SessionState | null) => {
    state = next
    changedAt = next === null ? null : context().now
    followEffect()
    parts.bus.publish({ type: 'session_changed', session: view() })
  }

  const saveDraft = () => {
    const draft = state === null ? null : draftOf(state, context().now)
    if (state === null || draft === null) return
    const { sessionId, reference, operator } = state
    marks.save(reference, marksOf(state))
    drafts.save({ sessionId, operatorId: operator.operatorId, reference, step: draft.step, state: draft })
  }

  const advance = (event: SessionEvent) => {
    if (state === null) return
    const before = state
    const next = reduceSession(before, event, context())
    auditSessionEvent(audit, before, next, event)
    set(next)
    // Not for every percent of a chip read.
    if (event.type !== 'chip_progressed') saveDraft()
  }

  const require = () => {
    if (state === null) throw new Failure('session_none')
    return state
  }

  return { get: () => state, require, view, changedAt: () => changedAt, set, advance, saveDraft }
}
