import { z } from 'zod'
import { OutcomeReason } from '../../contract/decision.ts'

/** What a reviewer has done about what a packet was set aside for. An approval names all that were needed, and no other. */
export const ApprovalGround = z.enum([
  'chip_examined',
  'people_confirmed',
  'clerk_heard',
  'time_explained',
  'same_person',
  'declaration_checked',
  'visit_examined',
  'contradiction_explained',
])
export type ApprovalGround = z.infer<typeof ApprovalGround>

/** Why the citizen is asked to come again, to another clerk: nothing is decided against them. */
export const SecondVisitGround = z.enum(['visit_doubted', 'chip_unreadable', 'print_unreadable', 'person_undetermined'])
export type SecondVisitGround = z.infer<typeof SecondVisitGround>

/** Refusals that rest on what central knows beside the facts of the visit. */
export const OwnRefusalGround = z.enum(['visit_not_genuine', 'another_application', 'document_reported_lost_or_stolen'])
export const RefusalGround = z.union([OutcomeReason, OwnRefusalGround])
export type RefusalGround = z.infer<typeof RefusalGround>

/** A person's decision with the ground that the record shows. */
export type GroundedDecision =
  | { state: 'APPROVED'; grounds: readonly ApprovalGround[] }
  | { state: 'NOT_VERIFIED'; grounds: readonly SecondVisitGround[] }
  | { state: 'REJECTED'; grounds: readonly RefusalGround[] }

/** Reasons for which a packet is put to a person, and what answers each; every other one says that something contradicts itself. */
const answers: Record<ApprovalGround, readonly string[]> = {
  chip_examined: [
    ...['chip_failed_before_central', 'chip_released', 'chip_verdict_differs', 'chip_issuer_missing'],
    ...['chip_checks_fewer', 'chip_check_unknown'],
    ...['chip_portrait_unread', 'data_group_withheld', 'chip_originality_unshown'],
    ...['witness_unknown', 'nonce_foreign', 'nonce_spent', 'nonce_old'],
  ],
  people_confirmed: [
    ...['override_manager_unknown', 'override_key_unconfirmed', 'override_manager_revoked', 'override_by_code_setter'],
    'override_manager_untrained',
    ...['operator_unconfirmed', 'operator_training_expired', 'operator_key_unknown', 'operator_revoked', 'roster_old'],
  ],
  clerk_heard: ['clerk_suspicion', 'clerk_duress'],
  time_explained: [
    ...['chain_broken', 'times_contradict', 'captured_before_application', 'captured_before_station'],
    ...['captured_after_retirement', 'captured_long_ago', 'time_zone_differs', 'time_zone_unknown', 'time_unconfirmed'],
  ],
  same_person: ['duplicate_document', 'duplicate_person'],
  declaration_checked: [
    ...['application_unknown', 'application_email_unconfirmed', 'reference_differs', 'declaration_malformed'],
    ...['birth_place_code_differs', 'declaration_unbound'],
  ],
  visit_examined: [
    ...['packet_version_old', 'session_repeated', 'policy_unknown', 'chipless_document', 'random_sample'],
    ...['feature_absent_released', 'no_feature_seen', 'person_differing_released'],
    ...['several_released', 'chipless_released', 'document_exchanged'],
  ],
  contradiction_explained: [],
}

const answerOf = new Map(
  ApprovalGround.options.flatMap((ground) => answers[ground].map((reason) => [reason, ground] as const)),
)

/** What an approval has to answer, by the reasons for which the packet waits, in the list's order. */
export function approvalGroundsFor(reasons: readonly string[]): ApprovalGround[] {
  const needed = new Set(reasons.map((reason) => answerOf.get(reason) ?? 'contradiction_explained'))
  return ApprovalGround.options.filter((ground) => needed.has(ground))
}

/** What the record shows of a packet that waits for a person. */
export type ReviewRecord = {
  state: string
  /** Why it waits. */
  reasons: readonly string[]
  /** Grounds of a refusal that the facts show, by central's own judgement. */
  shown: readonly OutcomeReason[]
}

const ownGround: { [ground in z.infer<typeof OwnRefusalGround>]: (record: ReviewRecord) => boolean } = {
  visit_not_genuine: ({ state }) => state === 'QUARANTINED',
  another_application: ({ reasons }) => reasons.some((reason) => reason.startsWith('duplicate_')),
  document_reported_lost_or_stolen: ({ reasons }) => reasons.includes('document_reported_lost_or_stolen'),
}

function isShown(ground: RefusalGround, record: ReviewRecord): boolean {
  const own = OwnRefusalGround.safeParse(ground)
  return own.success ? ownGround[own.data](record) : record.shown.includes(ground as OutcomeReason)
}

/**
 * Whether the record bears a person's decision: an approval answers each reason for which the packet waits and claims nothing else; a
 * refusal, which closes an application for good (R22), rests on grounds that the facts or central's own knowledge show; a second visit says
 * why.
 */
export function isBorneOut(decision: GroundedDecision, record: ReviewRecord): boolean {
  const { state, grounds } = decision
  if (grounds.length === 0 || new Set<string>(grounds).size !== grounds.length) return false
  if (state === 'NOT_VERIFIED') return true
  if (state === 'REJECTED') return grounds.every((ground) => isShown(ground, record))
  const needed = approvalGroundsFor(record.reasons)
  return needed.length === grounds.length && grounds.every((ground) => needed.includes(ground))
}
