import { Failure } from '../../contract/failure.ts'
import type { FailureCode } from '../../contract/failure.ts'
import type { ChipVerdict } from '../chip-evidence.ts'
import type { Transition } from './events.ts'
import { examineSession } from './facts.ts'
import { moveTo } from './journey.ts'
import type { ChipState, SessionState } from './state.ts'

const isReading = ({ chip }: SessionState): boolean => chip.phase === 'waiting' || chip.phase === 'reading'

/** Failures of the reader or of patience, not of the document: they cost no attempt. */
const freeFailures: FailureCode[] = [
  'reader_service_unavailable',
  'reader_none',
  'reader_unplugged',
  'reader_fault',
  'chip_not_present',
  'chip_read_cancelled',
]

const canFailures: FailureCode[] = ['chip_can_required', 'chip_wrong_can', 'chip_wrong_mrz', 'chip_access_denied']

const ended: Partial<ChipState> = { can: null, progress: null }

/** Codes: capture_attempts_exhausted. A second request replaces the read under way. */
export const onChipRequested: Transition<'chip_requested'> = (state, { can }) => {
  if (state.chip.attempts >= state.policy.captureAttempts) throw new Failure('capture_attempts_exhausted', 'chip')
  const chip: ChipState = { ...state.chip, phase: 'waiting', can, progress: null, files: [], unavailableReason: null }
  return { ...state, chip, effectCount: state.effectCount + 1, failure: null }
}

/** How far a read has come; one that was stopped says nothing any more. */
export const onChipProgressed: Transition<'chip_progressed'> = (state, { progress, files }) =>
  isReading(state) ? { ...state, chip: { ...state.chip, phase: 'reading', progress, files } } : state

/**
 * The chip was read to the end. Genuine or not, the journey goes on to the comparison, where the clerk sees all; a chip that
 * is not proved genuine shows as a failure and bars approval, unless its chain is left to central.
 */
export const onChipRead: Transition<'chip_read'> = (state, event) => {
  if (!isReading(state)) return state
  const { identity, mrzLines, birthYearFull, checks, portrait, accessProtocol, evidence } = event
  const reads = [...state.reads, { checks, mrzLines, identity, birthYearFull, evidence }]
  const failure = failureOf(examineSession({ ...state, reads }).chip, state.policy.deferChain)
  const attempts = state.chip.attempts + (failure === 'chip_not_genuine' ? 1 : 0)
  const read = { ...ended, phase: 'read', asksForCan: false, checks, portrait, accessProtocol } as const
  const moved = moveTo({ ...state, reads, chip: { ...state.chip, ...read, attempts } }, 'comparison')
  return failure === null ? moved : { ...moved, failure: { code: failure, detail: null } }
}

/** What a read that ended in a verdict says against itself; null where the journey goes on. */
function failureOf(chip: ChipVerdict | null, mayDefer: boolean): FailureCode | null {
  if (chip === 'no_anchor') return 'chip_not_verifiable_here'
  if (chip === 'deferred') return mayDefer ? null : 'chip_issuer_missing'
  return chip === 'genuine' ? null : 'chip_not_genuine'
}

/**
 * A read that ended without a verdict. It counts towards the cap unless it is one of `freeFailures`; at the cap the failure is
 * capture_attempts_exhausted, with the read's own code as its detail.
 */
export const onChipFailed: Transition<'chip_failed'> = (state, { code, detail }) => {
  if (!isReading(state)) return state
  const attempts = state.chip.attempts + (freeFailures.includes(code) ? 0 : 1)
  const asksForCan = state.chip.asksForCan || canFailures.includes(code)
  const chip: ChipState = { ...state.chip, ...ended, phase: 'failed', attempts, asksForCan }
  const exhausted = attempts >= state.policy.captureAttempts
  const failure = exhausted ? ({ code: 'capture_attempts_exhausted', detail: code } as const) : { code, detail }
  return { ...state, chip, failure }
}

/** The clerk stopped the read: it counts for nothing. */
export const onChipStopped: Transition<'chip_stopped'> = (state) =>
  isReading(state) ? { ...state, chip: { ...state.chip, ...ended, phase: 'idle', files: [] }, failure: null } : state

/**
 * Goes on without the chip: approval then needs a manager (`chip_required`). Code: chip_not_genuine where a read of this day ended
 * in a verdict: it stays, and the chip is not defective.
 */
export const onChipDeclaredUnavailable: Transition<'chip_declared_unavailable'> = (state, { reason }) => {
  if (state.reads.length + state.earlierReads.length > 0) throw new Failure('chip_not_genuine', 'it was read today')
  const chip: ChipState = { ...state.chip, ...ended, phase: 'unavailable', unavailableReason: reason }
  return moveTo({ ...state, chip }, 'comparison')
}
