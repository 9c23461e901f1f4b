import type { AnyPacketPayload } from '../../contract/protocol/packet.ts'
import type { ChipVerdict } from '../../enrolment/chip-evidence.ts'
import type { GateState, Judgement } from '../../enrolment/judge.ts'
import { mayCarry, stories } from '../../enrolment/visit-story.ts'
import type { Case, Verdict } from './case.ts'
import { judgeByRules, type JudgedCase } from './judged-case.ts'
import { authorRules } from './author-rules.ts'
import { concernRules, noteRules, rejectionRules, reviewRules } from './case-rules.ts'
import { evidenceNoteRules, evidenceReviewRules, evidenceRules } from './evidence-rules.ts'
import { isUngrounded, refusalDoubts } from './refusal-doubts.ts'
import { codesOf } from './rule.ts'

/** Blockers of the gates that a person at central may still weigh, rather than the citizen starting again. */
const reviewedGates = new Set<string>(['operator_training_expired'])

const noVerdict = { notes: [], application: null }

/** Central's decision with what it rests on. */
export type Adjudication = { verdict: Verdict; judged: JudgedCase | null }

/**
 * Central's decision on one packet (R20), from its evidence and from what central knows: no conclusion of the station's is believed.
 * Pure: everything it needs is in the case. Reasons are codes of the contract or of docs/rules.md.
 */
export function judgeCase(found: Case): Adjudication {
  const { payload } = found
  const judged = payload.version === 1 ? null : judgeByRules(found, payload)
  const notes = [...codesOf(noteRules, found), ...(judged === null ? [] : codesOf(evidenceNoteRules, judged))]
  return { verdict: { ...decide(found, judged), notes }, judged }
}

/** What the facts make of it; and where the clerk told central alone that something is wrong, a person decides. */
function decide(found: Case, judged: JudgedCase | null): Verdict {
  const verdict = decideByFacts(found, judged)
  const concerns = codesOf(concernRules, found)
  if (concerns.length === 0) return verdict
  const state = verdict.state === 'QUARANTINED' ? 'QUARANTINED' : 'MANUAL_REVIEW'
  return { ...verdict, state, application: null, reasons: [...concerns, ...verdict.reasons] }
}

function decideByFacts(found: Case, judged: JudgedCase | null): Verdict {
  const distrusted = codesOf(authorRules, found)
  const isApproval = found.payload.outcome === 'approved'
  const contradicted = judged === null ? [] : codesOf(evidenceRules, judged)
  const quarantine = [...distrusted, ...contradicted]
  if (quarantine.length > 0) return { ...noVerdict, state: 'QUARANTINED', reasons: quarantine }
  return isApproval ? decideApproval(found, judged) : decideClosure(found, judged)
}

function decideApproval(found: Case, judged: JudgedCase | null): Verdict {
  const blockers = judged === null ? oldBlockers(found.payload) : gatesClosed(found, judged)
  const rejection = unique([...codesOf(rejectionRules, found), ...blockers.filter((code) => !reviewedGates.has(code))])
  if (rejection.length > 0) return { ...noVerdict, reasons: rejection, ...rejectApproval(found, judged, rejection) }
  const open = judged === null ? [] : codesOf(evidenceReviewRules, judged)
  const review = unique([...codesOf(reviewRules, found), ...open, ...blockers])
  if (review.length > 0) return { ...noVerdict, state: 'MANUAL_REVIEW', reasons: review }
  return { ...noVerdict, state: 'APPROVED', reasons: [], application: 'verified' }
}

/**
 * R22: what central rejects on a ground is closed, and the citizen starts over; what was closed already stays as it was. Where nothing speaks against
 * the citizen, and something was only left undone or unseen, the application stays open for another visit.
 */
function rejectApproval(
  { application }: Case,
  judged: JudgedCase | null,
  codes: string[],
): Pick<Verdict, 'state' | 'application'> {
  if (application !== null && application.status !== 'open') return { state: 'REJECTED', application: null }
  const isGrounded =
    codes.some((code) => oldGrounds.has(code)) || (judged !== null && judgedWith(judged).grounds.length > 0)
  if (!isGrounded) return { state: 'NOT_VERIFIED', application: application === null ? null : 'again' }
  return { state: 'REJECTED', application: application === null ? null : 'refused' }
}

/** Grounds that central finds without the rulebook's facts, and those that version 1 says against itself. */
const oldGrounds = new Set<string>([
  'document_reported_lost_or_stolen',
  'application_expired',
  'match_failed',
  'eligibility_failed',
  'person_different',
])

/** What is no word against a chip: a proof that is missing here, or whose issuer is not known. */
const open: ReadonlySet<ChipVerdict | null> = new Set<ChipVerdict>(['unproved', 'no_anchor', 'deferred'])

/** A chip that central cannot prove, and the station let pass, is looked at, not rejected. */
function judgedWith({ own, claimed }: JudgedCase): Judgement {
  const { chip } = claimed.found
  const isUnprovedHere = open.has(own.found.chip) && (chip === 'genuine' || chip === 'deferred')
  return isUnprovedHere ? claimed : own
}

/** The gates of the rulebook. */
function gatesClosed({ application }: Case, judged: JudgedCase): string[] {
  return application?.declared ? judgedWith(judged).blockers : []
}

/** Version 1 has conclusions only: what it says against itself counts; all else is for a person. */
function oldBlockers({ match, eligibility, document, person }: AnyPacketPayload): string[] {
  return [
    ...(document === null ? ['session_incomplete'] : []),
    ...(match.some((field) => field.class === 'different') ? ['match_failed'] : []),
    ...(eligibility.some(({ verdict }) => verdict === 'failed') ? ['eligibility_failed'] : []),
    ...(person.judgement === 'different' ? ['person_different'] : []),
  ]
}

/** Refused for good (R22) on a ground that the facts show, or merely not verified this time: then the application stays open. */
function decideClosure(found: Case, judged: JudgedCase | null): Verdict {
  const { payload, application } = found
  const reasons: string[] = payload.reasons.length > 0 ? unique(payload.reasons) : [payload.outcome]
  const closes = payload.outcome === 'refused' && application?.status === 'open'
  // No kiosk offers it: whoever sealed it left the rules out.
  if (!mayCarry(payload.outcome, payload.reasons))
    return { ...noVerdict, state: 'MANUAL_REVIEW', reasons: unique(['reason_not_of_outcome', ...reasons]) }
  if (closes && judged === null)
    return { ...noVerdict, state: 'MANUAL_REVIEW', reasons: ['packet_version_old', ...reasons] }
  if (closes && judged !== null && isUngrounded(judged, payload))
    return { ...noVerdict, state: 'MANUAL_REVIEW', reasons: ['refusal_ungrounded', ...reasons] }
  const doubts = closes && judged !== null ? refusalDoubts(found, judged) : []
  if (doubts.length > 0) return { ...noVerdict, state: 'MANUAL_REVIEW', reasons: [...doubts, ...reasons] }
  if (stories[payload.outcome].application === 'open') return { ...noVerdict, state: 'NOT_VERIFIED', reasons }
  return { ...noVerdict, state: 'REJECTED', reasons, application: closes ? 'refused' : null }
}

/** Gate by gate, for anyone who asks why. */
export const gatesOf = ({ judged }: Adjudication): GateState[] => judged?.own.gates ?? []

function unique(codes: string[]): string[] {
  return [...new Set(codes)]
}
