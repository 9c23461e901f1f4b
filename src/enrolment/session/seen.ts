import { judgementDelayMs } from '../../contract/decision.ts'
import { Failure } from '../../contract/failure.ts'
import type { IsoTime } from '../../contract/identity.ts'
import type { EventType, SessionEvent } from './events.ts'
import type { SessionState } from './state.ts'

const judgements: EventType[] = [
  'print_compared',
  'comparison_confirmed',
  'inspection_answered',
  'person_judged',
  'decided',
]

/** Whether it answers the question that stands; breaking a visit off judges nothing. */
const isJudgement = (event: SessionEvent): boolean =>
  judgements.includes(event.type) && !(event.type === 'decided' && event.outcome === 'cancelled')

/** What stands before the clerk to be judged; for another question the time in view starts at zero. */
function questionOf({ step, inspection }: SessionState): string {
  const asked = inspection.find(({ answer }) => answer === null)
  return step === 'inspection' ? `${step} ${asked?.featureId}` : step
}

/**
 * A judgement that comes faster than anybody sees belongs to the question before: five presses on one spot would otherwise
 * affirm whatever appears below it. A clock set back refuses nothing. Code: judged_too_soon.
 */
export function requireSeen({ shownAt }: SessionState, event: SessionEvent, now: IsoTime): void {
  const seenMs = Date.parse(now) - Date.parse(shownAt)
  if (isJudgement(event) && seenMs >= 0 && seenMs < judgementDelayMs)
    throw new Failure('judged_too_soon', `${event.type} after ${seenMs} ms`)
}

/** The state after an event, its question new where it is another than before. */
export function noteShown(before: SessionState, after: SessionState, now: IsoTime): SessionState {
  return questionOf(before) === questionOf(after) ? after : { ...after, shownAt: now }
}
