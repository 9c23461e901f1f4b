import { Failure } from '../../contract/failure.ts'
import { answerPrompt } from '../inspection.ts'
import type { Transition } from './events.ts'
import { printOpen } from '../findings.ts'
import { examineSession, isLost } from './facts.ts'
import { moveTo } from './journey.ts'

/** What the clerk sees of one printed value. Code: session_wrong_step for a field of which the print is not asked. */
export const onPrintCompared: Transition<'print_compared'> = (state, { printed }) => {
  const asked = examineSession(state).fields.find(({ field }) => field === printed.field)
  if (asked === undefined || (asked.class !== 'print_needed' && asked.printed === null))
    throw new Failure('session_wrong_step', `${printed.field} is not asked`)
  const others = state.printed.filter(({ field }) => field !== printed.field)
  return { ...state, printed: [...others, printed], comparisonConfirmed: false, failure: null }
}

/** The citizen's own word on what was read (R13): it moves nothing, the clerk hears it and judges. */
export const onCitizenAnswered: Transition<'citizen_answered'> = (state, { citizen }) => ({ ...state, citizen })

/**
 * The clerk has seen the comparison: on to the inspection, or to the decision when approval is out of reach. Code:
 * print_not_compared while a printed value is still to be looked at.
 */
export const onComparisonConfirmed: Transition<'comparison_confirmed'> = (state) => {
  if (printOpen(examineSession(state), null) && !isLost(state)) throw new Failure('print_not_compared')
  return moveTo({ ...state, comparisonConfirmed: true }, 'inspection')
}

/** The last answer leads on to the person. Codes: session_wrong_step for a feature that was not asked. */
export const onInspectionAnswered: Transition<'inspection_answered'> = (state, event) => {
  const { inspection: prompts, document, randomSeed, policy } = state
  const inspection = document.type && answerPrompt(prompts, document.type, randomSeed, policy.inspectionFeatures, event)
  if (inspection === null) throw new Failure('session_wrong_step', 'feature not asked')
  const complete = inspection.every((prompt) => prompt.answer !== null)
  return complete ? moveTo({ ...state, inspection }, 'person') : { ...state, inspection, failure: null }
}

/**
 * Codes: person_contradiction for `same` with features that differ; person_picture_missing for `same` without a picture that met the quality hints (the person then stays
 * undetermined, which a manager may release); capture_attempts_exhausted for `same` after the live portrait failed as often as
 * allowed.
 */
export const onPersonJudged: Transition<'person_judged'> = (state, { judgement, differing, picture }) => {
  const { attempts } = state.person
  if (judgement === 'same' && differing.length > 0) throw new Failure('person_contradiction')
  if (judgement === 'same' && attempts >= state.policy.captureAttempts)
    throw new Failure('capture_attempts_exhausted', 'person')
  if (judgement === 'same' && picture === 'none') throw new Failure('person_picture_missing')
  return moveTo({ ...state, person: { judgement, differing, attempts } }, 'decision')
}

/**
 * A live picture that the clerk set aside: asked for, so nothing to report, but counted. The last one allowed leaves the
 * person undetermined (standards 9), which a manager may release.
 */
export const onPersonCaptureFailed: Transition<'capture_failed'> = (state, { kind }) => {
  if (kind !== 'person') throw new Failure('session_wrong_step', kind)
  const attempts = state.person.attempts + 1
  const person = { ...state.person, attempts }
  if (attempts < state.policy.captureAttempts) return { ...state, person, failure: null }
  const decided = moveTo({ ...state, person: { ...person, judgement: 'undetermined' } }, 'decision')
  return { ...decided, failure: { code: 'capture_attempts_exhausted', detail: null } }
}
