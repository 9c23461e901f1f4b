import type { VisitCourse } from '../../contract/course.ts'
import type { FailureCode } from '../../contract/failure.ts'
import type { IsoTime } from '../../contract/identity.ts'
import { Step } from '../../contract/session.ts'
import type { SessionEvent } from './events.ts'
import type { Course, SessionState } from './state.ts'

const longestSeconds = 86_400
const mostFaults = 30

/** The failure that an event brought, if it brought one that counts. */
function faultOf(before: SessionState, after: SessionState, event: SessionEvent): FailureCode | null {
  if (event.type === 'capture_failed') return event.code
  return event.type === 'chip_failed' && after.chip.phase === 'failed' && before.chip.phase !== 'failed'
    ? event.code
    : null
}

/** The state after an event, with the time since the event before it booked to the step at which it was spent. */
export function noteCourse(before: SessionState, after: SessionState, event: SessionEvent, now: IsoTime): SessionState {
  const { spentMs, faults } = before.course
  // A clock set back takes nothing away.
  const sinceMs = Math.max(0, Date.parse(now) - Date.parse(before.courseAt))
  const fault = faultOf(before, after, event)
  const course: Course = {
    spentMs: { ...spentMs, [before.step]: (spentMs[before.step] ?? 0) + sinceMs },
    faults: fault === null ? faults : { ...faults, [fault]: (faults[fault] ?? 0) + 1 },
  }
  return { ...after, course, courseAt: now }
}

/** As a packet says it; the station adds its reader. */
export function courseOf({ course: { spentMs, faults } }: Pick<SessionState, 'course'>): Omit<VisitCourse, 'reader'> {
  const steps = Step.options.flatMap((step) => {
    const ms = spentMs[step]
    return ms === undefined ? [] : [{ step, seconds: Math.min(longestSeconds, Math.round(ms / 1000)) }]
  })
  const counted = Object.entries(faults).map(([code, times]) => ({ code, times: Math.min(1_000, times) }))
  return { steps, faults: counted.slice(0, mostFaults) }
}
