import type { ApplicationStatus } from '../../contract/application.ts'
import { isConsentText } from '../../contract/consent-texts.ts'
import { Failure } from '../../contract/failure.ts'
import type { FailureCode } from '../../contract/failure.ts'
import { blockingGates } from '../gates.ts'
import type { Transition } from './events.ts'
import { examineSession } from './facts.ts'
import { isWithin } from '../dates.ts'
import { moveTo, undoFrom } from './journey.ts'
import type { SessionState } from './state.ts'

const codeOfStatus: Record<ApplicationStatus, FailureCode | null> = {
  open: null,
  verified: 'application_already_verified',
  expired: 'application_expired',
  cancelled: 'application_cancelled',
  refused: 'application_refused',
}

const stopped = (state: SessionState, code: FailureCode): SessionState => ({
  ...state,
  lookingUp: false,
  failure: { code, detail: null },
})

const involves = (state: SessionState): boolean =>
  blockingGates(examineSession(state)).some((gate) => gate.code === 'self_verification')

/** An application that may be verified waits for consent, or goes straight on when a resumed draft has it already. */
export const onApplicationFound: Transition<'application_found'> = (state, event, { now }) => {
  if (!state.lookingUp) return state
  const { application, offline, lostStolenChecked } = event
  const code = codeOfStatus[application.status] ?? (application.expiresAt <= now ? 'application_expired' : null)
  if (code !== null) return stopped(state, code)
  const found = { ...state, application, offline, lostStolenChecked, lookingUp: false, failure: null }
  if (involves(found)) return stopped(state, 'self_verification')
  return found.consent === null ? found : moveTo(found, 'document')
}

/** The look-up ended without an application: the screen shows its code, and the clerk may try again. */
export const onApplicationFailed: Transition<'application_failed'> = (state, { code }) =>
  state.lookingUp ? stopped(state, code) : state

/** However far the clerk has come: nothing can be decided any more, and what was read is forgotten. */
export const onApplicationRecalled: Transition<'application_recalled'> = (state) =>
  stopped(
    { ...undoFrom(state, 'application'), application: null, captures: [], reads: [], printed: [] },
    'application_cancelled',
  )

/** Codes: session_wrong_step without an application, consent_text_unknown, consent_outside_session. */
export const onConsentGiven: Transition<'consent_given'> = (state, { consent }, { now }) => {
  if (state.application === null) throw new Failure('session_wrong_step', 'no application')
  if (!isConsentText(consent.textVersion)) throw new Failure('consent_text_unknown', consent.textVersion)
  if (!isWithin(consent.givenAt, state.openedAt, now)) throw new Failure('consent_outside_session', consent.givenAt)
  return moveTo({ ...state, consent }, 'document')
}

/** "Try again" after a failed look-up. */
export const onLookupFailureCleared: Transition<'failure_cleared'> = (state) =>
  state.application === null && !state.lookingUp
    ? { ...state, lookingUp: true, effectCount: state.effectCount + 1, failure: null }
    : { ...state, failure: null }
