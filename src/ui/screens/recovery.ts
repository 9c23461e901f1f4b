import type { FailureCode } from '../../contract/failure.ts'
import type { Session } from '../../contract/session.ts'
import type { Intent } from '../core/context.tsx'
import type { CaptureMode } from '../core/store.ts'

type Run = Intent['run']
type Recovery = (run: Run) => Promise<unknown>

const tryAgain: Recovery = (run) => run('session.clearFailure', {})
const leave: Recovery = (run) => run('session.leave', { keepDraft: false })
const readChipAgain: Recovery = async (run) => {
  await run('session.clearFailure', {})
  return run('session.readChip', { can: null })
}
const backToChip: Recovery = async (run) => {
  await run('session.clearFailure', {})
  return run('session.back', { to: 'chip' })
}
const correctLines: Recovery = async (run) => {
  await run('session.clearFailure', {})
  return run('session.back', { to: 'document' })
}

/** Nothing in this application can be mended at the counter: back to the start. */
const hopeless: FailureCode[] = [
  'reference_malformed',
  'reference_check_failed',
  'application_unknown',
  'application_expired',
  'application_already_verified',
  'application_cancelled',
  'application_refused',
  'application_email_unconfirmed',
  'draft_unknown',
  'draft_expired',
]
/** A read ended in a verdict that bars approval: reading again is one way, going on to say so the other. */
const judgedChip: FailureCode[] = ['chip_not_genuine', 'chip_not_verifiable_here', 'chip_issuer_missing']
const needsCan: FailureCode[] = ['chip_can_required', 'chip_wrong_can']
/** The chip refused keys that came from the lines. */
const doubtsLines: FailureCode[] = [...needsCan, 'chip_access_denied']
const isChipFailure = (code: FailureCode) => code.startsWith('chip_') || code.startsWith('reader_')

/** Failures whose button says how the MRZ is taken next. */
export const captureModeAfter: Partial<Record<FailureCode, CaptureMode>> = {
  mrz_capture_attempts_exhausted: 'typed',
  mrz_recogniser_unavailable: 'typed',
}

/** What the failure panel's one button does. */
export function recoveryOf(code: FailureCode, session: Session): Recovery {
  if (hopeless.includes(code)) return leave
  if (code === 'chip_wrong_mrz') return correctLines
  if (judgedChip.includes(code)) return backToChip
  const rereads = session.step === 'chip' && isChipFailure(code) && !needsCan.includes(code)
  return rereads && !session.chip.asksForCan ? readChipAgain : tryAgain
}

export interface WayRound {
  key: 'goOn' | 'canInstead' | 'chipDefective' | 'readerDefective' | 'correctLines'
  go: Recovery
}

/** The other ways on where the chip or its reader does not work: nobody is ever stuck. */
export function waysRound(code: FailureCode, { step, chip }: Session): WayRound[] {
  if (judgedChip.includes(code)) return [{ key: 'goOn', go: tryAgain }]
  if (step !== 'chip' || !isChipFailure(code)) return []
  const ways: WayRound[] = []
  const canInstead: Recovery = tryAgain
  if (chip.asksForCan && !needsCan.includes(code)) ways.push({ key: 'canInstead', go: canInstead })
  if (doubtsLines.includes(code)) ways.push({ key: 'correctLines', go: correctLines })
  const reason = code.startsWith('reader_') ? 'reader_defective' : 'chip_defective'
  ways.push({
    key: reason === 'reader_defective' ? 'readerDefective' : 'chipDefective',
    go: async (run) => {
      await run('session.clearFailure', {})
      return run('session.chipUnavailable', { reason })
    },
  })
  return ways
}
