import type { AnyPacketPayload } from '../../contract/sync.ts'
import type { ChipVerdict } from '../../enrolment/chip-evidence.ts'
import type { GateState } from '../../enrolment/gates.ts'
import type { Case, Verdict } from './case.ts'
import { judgeByRules, type JudgedCase } from './judged-case.ts'
import {
  authorRules,
  codesOf,
  evidenceNoteRules,
  evidenceReviewRules,
  evidenceRules,
  isUngrounded,
  noteRules,
  rejectionRules,
  reviewRules,
} from './rules.ts'

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

function decide(found: Case, judged: JudgedCase | null): Verdict {
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
  if (rejection.length > 0) {
    // R22: what central rejects is closed, and begun anew; what was closed already stays as it was.
    const application = found.application?.status === 'open' ? ('refused' as const) : null
    return { ...noVerdict, state: 'REJECTED', reasons: rejection, application }
  }
  const open = judged === null ? [] : codesOf(evidenceReviewRules, judged)
  const review = unique([...codesOf(reviewRules, found), ...open, ...blockers])
  if (review.length > 0) return { ...noVerdict, state: 'MANUAL_REVIEW', reasons: review }
  return { ...noVerdict, state: 'APPROVED', reasons: [], application: 'verified' }
}

/** What is no word against a chip: a proof that is missing here, or whose issuer is not known. */
const open: ReadonlySet<ChipVerdict | null> = new Set<ChipVerdict>(['unproved', 'no_anchor', 'deferred'])

/** The gates of the rulebook; a chip that central cannot prove, and the station let pass, is looked at, not rejected. */
function gatesClosed({ application }: Case, { own, claimed }: JudgedCase): string[] {
  if (!application?.declared) return []
  const { chip } = claimed.found
  const isUnprovedHere = open.has(own.found.chip) && (chip === 'genuine' || chip === 'deferred')
  const { blockers } = isUnprovedHere ? claimed : own
  return blockers
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
  const reasons: string[] = payload.reasons.length > 0 ? payload.reasons : [payload.outcome]
  const closes = payload.outcome === 'refused' && application?.status === 'open'
  if (closes && judged === null)
    return { ...noVerdict, state: 'MANUAL_REVIEW', reasons: ['packet_version_old', ...reasons] }
  if (closes && judged !== null && isUngrounded(judged, payload))
    return { ...noVerdict, state: 'MANUAL_REVIEW', reasons: ['refusal_ungrounded', ...reasons] }
  return { ...noVerdict, state: 'REJECTED', reasons, application: closes ? 'refused' : null }
}

/** Gate by gate, for whoever asks why. */
export const gatesOf = ({ judged }: Adjudication): GateState[] => judged?.own.gates ?? []

function unique(codes: string[]): string[] {
  return [...new Set(codes)]
}
