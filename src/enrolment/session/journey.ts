import type { OverridableGate } from '../../contract/decision.ts'
import { Failure } from '../../contract/failure.ts'
import { Step } from '../../contract/session.ts'
import { documentTypes } from '../../contract/documents.ts'
import { choosePrompts } from '../inspection.ts'
import { examineSession, isLost } from './facts.ts'
import { untouchedChip, untouchedDocument, untouchedPerson } from './state.ts'
import type { ChipState, SessionState } from './state.ts'

const indexOf = (step: Step): number => Step.options.indexOf(step)

/** Whether `a` comes before `b` in the journey. */
export function isBefore(a: Step, b: Step): boolean {
  return indexOf(a) < indexOf(b)
}

const stepOfGate: Record<OverridableGate, Step> = {
  chip_required: 'chip',
  inspection_failed: 'inspection',
  person_unconfirmed: 'person',
}

/**
 * What each step gathered, undone. Failed attempts stay counted, or going back would lift their cap; the inspection asks the
 * same features again, or it would be a way to choose them.
 */
const undo: Partial<Record<Step, (state: SessionState) => Partial<SessionState>>> = {
  application: () => ({ consent: null }),
  document: (state) => ({ document: { ...untouchedDocument, attempts: state.document.attempts } }),
  chip: (state) => ({ chip: { ...untouchedChip, attempts: state.chip.attempts } }),
  comparison: () => ({ comparisonConfirmed: false, printed: [], citizen: null }),
  inspection: () => ({ inspection: [] }),
  // What differed still differs: marks stay, for the clerk to take back or keep.
  person: ({ person: { attempts, differing } }) => ({ person: { ...untouchedPerson, attempts, differing } }),
}

const withoutKeys = (state: SessionState): SessionState => {
  const { reading } = state.document
  return { ...state, document: { ...state.document, reading: reading && { ...reading, keys: null } } }
}

/** The read begins by itself: the clerk lays the document down and touches nothing. */
function awaitDocument(state: SessionState): SessionState {
  if (state.chip.attempts >= state.policy.captureAttempts || !state.document.reading?.keys) return state
  return { ...state, chip: { ...state.chip, phase: 'waiting' }, effectCount: state.effectCount + 1 }
}

const enter: Partial<Record<Step, (state: SessionState) => SessionState>> = {
  chip: (state) => {
    const { type } = state.document
    if (type !== null && documentTypes[type].chip !== null) return awaitDocument(state)
    const chip: ChipState = { ...untouchedChip, phase: 'no_chip', unavailableReason: 'no_chip' }
    return moveTo({ ...state, chip }, 'comparison')
  },
  /** The keys are of no more use once the clerk has gone past the chip and its data. */
  inspection: (state) => {
    const { type } = state.document
    if (type === null || isLost(state)) return moveTo(state, 'decision')
    const { randomSeed, policy } = state
    const prompts = choosePrompts(type, randomSeed, policy.inspectionFeatures, examineSession(state).eligibility)
    return { ...withoutKeys(state), inspection: prompts }
  },
  decision: withoutKeys,
}

/** Enters a step: what it needs is made ready, what the step before needed is wiped; steps with nothing to do are passed over. */
export function moveTo(state: SessionState, step: Step): SessionState {
  const moved: SessionState = { ...state, step, failure: null }
  return enter[step]?.(moved) ?? moved
}

/** The state without what was gathered from a step on; overrides of gates before it stay. */
export function undoFrom(state: SessionState, target: Step): SessionState {
  const undone = Step.options
    .filter((step) => !isBefore(step, target))
    .reduce((known, step) => ({ ...known, ...undo[step]?.(known) }), state)
  const overrides = state.overrides.filter((given) => isBefore(stepOfGate[given.gate], target))
  return { ...undone, overrides, decision: null, failure: null, step: target }
}

function isOpenTo(state: SessionState, to: Step): boolean {
  if (!isBefore(to, state.step)) return false
  if (to === 'inspection' || to === 'person') return state.inspection.length > 0
  return to !== 'chip' || state.chip.phase !== 'no_chip'
}

/**
 * Goes back: everything from that step on is judged again, overrides included. Without access keys the chip cannot be read
 * again, so the document comes first. Codes: session_wrong_step.
 */
export function goBack(state: SessionState, to: Step): SessionState {
  if (!isOpenTo(state, to)) throw new Failure('session_wrong_step', `${state.step} to ${to}`)
  const target = to === 'chip' && !state.document.reading?.keys ? 'document' : to
  const back = undoFrom(state, target)
  return target === 'inspection' ? moveTo(back, target) : back
}
