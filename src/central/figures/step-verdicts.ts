import { Step } from '../../contract/session.ts'
import type { Outcome } from '../../contract/decision.ts'
import type { VisitCourse } from '../../contract/course.ts'
import { gates } from '../../enrolment/gates.ts'
import { type Judgement } from '../../enrolment/judge.ts'
import { stories } from '../../enrolment/visit-story.ts'

export const figureSteps = Step.options.filter((step) => step !== 'receipt')

/** `failed`: a ground for refusal showed. `cannot_tell`: something could not be checked. `abandoned`: the visit was broken off there. */
export const stepVerdicts = ['passed', 'failed', 'cannot_tell', 'abandoned'] as const
export type StepVerdict = (typeof stepVerdicts)[number]
export type StepFigures = Partial<Record<Step, { verdict: StepVerdict; seconds: number | null }>>

/** What came of a step, by the gates that judge its work; a released one was closed all the same. */
function verdictOf(step: Step, { gates: states }: Judgement): StepVerdict {
  const codes = new Set(gates.filter((gate) => gate.step === step).map(({ code }) => code))
  const shut = states.filter(({ code, state }) => codes.has(code) && state !== 'open')
  if (shut.length === 0) return 'passed'
  return shut.some(({ reason }) => reason !== null && stories.refused.reasons.includes(reason))
    ? 'failed'
    : 'cannot_tell'
}

const entered = (course: VisitCourse | undefined): Step[] | null => course?.steps.map(({ step }) => step) ?? null

/**
 * Each step that was entered, with what came of it by central's own judgement and the seconds spent there. A station of before says neither
 * which were entered nor how long: then all of them count as entered, and no time is known.
 */
export function stepsOf(judgement: Judgement, outcome: Outcome, course: VisitCourse | undefined): StepFigures {
  const begun = entered(course) ?? figureSteps
  // The clerk breaks off at the decision's page; what was abandoned is the step before it that was not through.
  const last = begun.filter((step) => step !== 'decision' && step !== 'receipt').at(-1)
  const secondsOf = (step: Step) => course?.steps.find((one) => one.step === step)?.seconds ?? null
  const found = figureSteps
    .filter((step) => begun.includes(step))
    .map((step) => {
      const judged = verdictOf(step, judgement)
      const isLeft = outcome === 'cancelled' && step === last && judged !== 'failed'
      return [step, { verdict: isLeft ? ('abandoned' as const) : judged, seconds: secondsOf(step) }] as const
    })
  return Object.fromEntries(found)
}
