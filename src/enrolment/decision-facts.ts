import type { ChipCheck } from '../contract/check.ts'
import type { OutcomeReason, Override, PersonJudgement } from '../contract/decision.ts'
import type { DocumentType, IsoDate } from '../contract/identity.ts'
import type { EligibilityCheck, EligibilityRule, FieldMatch } from '../contract/match.ts'
import type { Policy } from '../contract/policy.ts'
import type { InspectionPrompt, SessionChip } from '../contract/session.ts'
import { judgeChip } from './chip-evidence.ts'
import { documentRules } from './documents.ts'
import { judgeInspection, ruleSettledBy, settlingFeatures } from './inspection.ts'

/** Everything a decision rests on. Built from a session by the station, from a packet and its own records by central. */
export type DecisionFacts = {
  operatorId: string
  trainedOn: IsoDate
  /** Operators who may not verify this application: who opened it, and the applicant. */
  involvedOperators: string[]
  addressCountry: string
  consented: boolean
  documentType: DocumentType | null
  eligibility: EligibilityCheck[]
  fields: FieldMatch[]
  comparisonConfirmed: boolean
  chipRead: boolean
  chipChecks: ChipCheck[]
  chipUnavailable: SessionChip['unavailableReason']
  inspection: InspectionPrompt[]
  judgement: PersonJudgement | null
  /** Pictures of the document failed as often as the policy allows, and nothing replaced them. */
  captureExhausted: boolean
  overrides: Pick<Override, 'gate' | 'managerId' | 'reason' | 'text'>[]
  today: IsoDate
  policy: Policy
}

const foldId = (id: string): string => id.normalize('NFKC').toLowerCase().replace(/\s/g, '')

/** Whether two identifiers name one operator, whatever their case, spaces and encoding. */
export const sameOperator = (a: string, b: string): boolean => foldId(a) === foldId(b)

/** A rule failed, or was left to the clerk's eye and the eye did not see it fulfilled. */
export function ruleFails(facts: DecisionFacts, rule: EligibilityRule): boolean {
  const check = facts.eligibility.find((known) => known.rule === rule)
  if (check?.verdict !== 'deferred') return check?.verdict === 'failed'
  const answers = facts.inspection.filter((prompt) => ruleSettledBy(prompt.featureId) === rule)
  return answers.some((prompt) => prompt.answer !== null && prompt.answer !== 'present')
}

/** Whether the document's type differs from what was declared, or any other field does. */
export const differs = (facts: DecisionFacts, isType: boolean): boolean =>
  facts.fields.some((match) => match.class === 'different' && (match.field === 'document_type') === isType)

/** Whether this kind of document has a chip. */
export const expectsChip = ({ documentType }: DecisionFacts): boolean =>
  documentType !== null && documentRules[documentType].chip

/** Whether a chip was read that is not proved genuine. */
export const chipBlocks = (facts: DecisionFacts): boolean => facts.chipRead && judgeChip(facts.chipChecks) !== 'genuine'

/** A true chip under a page that says something else speaks against the page. */
export function chipReason(facts: DecisionFacts): OutcomeReason {
  const reasons = { copied: 'chip_copied', unproved: 'chip_unreadable', genuine: null, not_genuine: null } as const
  const failed = facts.chipChecks.filter((check) => check.verdict === 'failed')
  if (failed.length > 0 && failed.every((check) => check.name === 'mrz_agrees')) return 'document_suspected_forged'
  return reasons[judgeChip(facts.chipChecks)] ?? 'chip_not_genuine'
}

/** Whether the inspection stands so. */
export const inspectionIs = (facts: DecisionFacts, verdict: 'incomplete' | 'failed'): boolean =>
  facts.documentType !== null &&
  judgeInspection(facts.inspection, facts.documentType, facts.policy.inspectionFeatures) === verdict

/** An open rule whose feature was never asked, say because the day changed after the prompts were chosen. */
export const leavesRuleOpen = ({ documentType, eligibility, inspection }: DecisionFacts): boolean =>
  documentType !== null &&
  settlingFeatures(documentType, eligibility).some(({ id }) => !inspection.some((prompt) => prompt.featureId === id))
