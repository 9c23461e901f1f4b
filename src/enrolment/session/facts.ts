import type { ChipCheck } from '../../contract/check.ts'
import type { DeferredCheck, ReviewReason } from '../../contract/decision.ts'
import type { Step } from '../../contract/session.ts'
import { addMonths } from '../dates.ts'
import { gavePortrait, showsOriginality } from '../chip-evidence.ts'
import type { ChipRead, Facts } from '../facts.ts'
import { examine } from '../findings.ts'
import type { Findings } from '../findings.ts'
import { blockingGates } from '../gates.ts'
import { identityOfReading } from '../identity.ts'
import { foreseeReviews } from '../reviews.ts'
import type { ReadRecord, SessionState } from './state.ts'

/** True when no picture of the document was usable and its MRZ was not typed. A failed live portrait leaves the person unconfirmed. */
const isCaptureExhausted = ({ document, policy }: SessionState): boolean =>
  document.reading === null && document.attempts >= policy.captureAttempts

/** A read's checks, its agreement with the print judged against the MRZ as it was captured in the end. */
export function checksAgainst(checks: ChipCheck[], chipLines: string[], mrzLines: string[] | null): ChipCheck[] {
  if (mrzLines === null) return checks
  const agrees = mrzLines.join('\n') === chipLines.join('\n')
  const verdict = agrees
    ? ({ verdict: 'passed', reason: null } as const)
    : ({ verdict: 'failed', reason: 'mrz_differs' } as const)
  return checks.map((check) =>
    check.name === 'mrz_agrees' && check.verdict !== verdict.verdict ? { ...check, ...verdict, detail: null } : check,
  )
}

const chipReadOf = (read: ReadRecord, lines: string[] | null): ChipRead => ({
  originalityShown: showsOriginality(read.evidence, read.checks),
  checks: checksAgainst(read.checks, read.mrzLines, lines),
  identity: read.identity,
  birthYearFull: read.birthYearFull,
  hasPortrait: gavePortrait(read.evidence),
})

/** The session as the rules see it. */
export function factsOfSession(state: SessionState): Facts {
  const { operator, application, document, chip } = state
  const involved = [application?.openedBy, application?.applicantOperatorId, ...(application?.seenBy ?? [])]
  return {
    operatorId: operator.operatorId,
    trainedUntil: addMonths(operator.trainedOn, state.policy.trainingValidMonths),
    involvedOperators: involved.filter((id) => typeof id === 'string'),
    declared: application?.declared ?? null,
    consent: state.consent,
    documentType: document.type,
    mrz: document.reading && identityOfReading(document.reading),
    mrzBroken: document.reading !== null && document.reading.problems.length > 0,
    chipReads: state.reads.map((read) => chipReadOf(read, document.reading?.lines ?? null)),
    earlierReads: state.earlierReads,
    chipUnavailable: chip.unavailableReason,
    printed: state.printed,
    comparisonConfirmed: state.comparisonConfirmed,
    inspection: state.inspection,
    judgement: state.person.judgement,
    differing: state.person.differing,
    captureExhausted: isCaptureExhausted(state),
    lostStolenChecked: state.lostStolenChecked,
    overrides: state.overrides,
    today: state.today,
    policy: state.policy,
  }
}

/** The session's facts with what the rules make of them. */
export const examineSession = (state: SessionState): Findings => examine(factsOfSession(state))

/** Steps whose work bars approval, released or not. */
export function failedSteps(state: SessionState): Step[] {
  return blockingGates(examineSession(state)).map((gate) => gate.step)
}

/** Whether no inspection could lead to an approval: the clerk goes on to the refusal and need not inspect. */
export function isLost(state: SessionState): boolean {
  return blockingGates(examineSession(state)).some((gate) => gate.kind === 'refuses' || gate.kind === 'closes')
}

/** Checks left to central, by name (standards 2). */
export function deferredOf(state: SessionState): DeferredCheck[] {
  const { application, offline, lostStolenChecked, reads, rosterOld } = state
  if (application === null) return []
  const last = reads.at(-1)
  const revocation = last?.checks.find((check) => check.name === 'revocation')
  const open: [DeferredCheck, boolean][] = [
    ['application_state', offline],
    ['lost_stolen', !lostStolenChecked],
    ['chain', examineSession(state).chip === 'deferred'],
    ['revocation', last !== undefined && revocation?.verdict !== 'passed'],
    ['operator_state', offline || rosterOld],
  ]
  return open.filter(([, isOpen]) => isOpen).map(([name]) => name)
}

/** For what a person at central will look at an approval. */
export const reviewsOf = (state: SessionState): ReviewReason[] =>
  state.application === null ? [] : foreseeReviews({ found: examineSession(state), timeProof: state.timeProof })
