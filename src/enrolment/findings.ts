import type { OutcomeReason } from '../contract/decision.ts'
import type { DocumentIdentity, IsoDate } from '../contract/identity.ts'
import type { EligibilityCheck, EligibilityRule, FieldMatch } from '../contract/match.ts'
import { judgeReads } from './chip-evidence.ts'
import type { ChipVerdict } from './chip-evidence.ts'
import { documentTypes } from '../contract/documents.ts'
import { checkEligibility } from './eligibility.ts'
import type { ChipRead, Facts } from './facts.ts'
import { resolveCentury } from './identity.ts'
import { areEnoughAsked, judgeInspection, ruleSettledBy, settlingFeatures } from './inspection.ts'
import { compareFields } from './match/compare.ts'

/** The facts with what the rules make of them; worked out once for a decision. */
export type Findings = Facts & {
  fields: FieldMatch[]
  eligibility: EligibilityCheck[]
  /** Best knowledge of the holder: the genuine chip's, else the MRZ's. */
  identity: DocumentIdentity | null
  /** The worst of all reads; null when the chip was not read. */
  chip: ChipVerdict | null
}

/** The last read that counts: the data of a chip that is not proved genuine say nothing (standards 3). */
function genuineRead({ chipReads, earlierReads }: Facts): (ChipRead & { identity: DocumentIdentity }) | null {
  const last = chipReads.at(-1)
  if (last === undefined || last.identity === null || judgeReads(chipReads, earlierReads) !== 'genuine') return null
  return { ...last, identity: last.identity }
}

function withCentury(read: DocumentIdentity, declared: IsoDate | null, today: IsoDate): DocumentIdentity {
  return { ...read, birthDate: resolveCentury(read.birthDate, declared, today) }
}

/** Applies comparison and eligibility to the facts, as far as they go: without a document there is nothing to compare. */
export function examine(facts: Facts): Findings {
  const { declared, documentType, mrz, printed, today, policy, lostStolenChecked } = facts
  const read = genuineRead(facts)
  const base = { ...facts, chip: judgeReads(facts.chipReads, facts.earlierReads) }
  const known = read?.identity ?? mrz
  if (known === null || documentType === null) return { ...base, fields: [], eligibility: [], identity: null }
  const isFull = read?.birthYearFull === true
  const identity = isFull ? known : withCentury(known, declared?.birthDate ?? null, today)
  const chip = read === null ? null : { ...read.identity, birthYearFull: isFull }
  const fields = declared === null ? [] : compareFields({ declared, documentType, mrz, chip, printed, today })
  const birthDate = fields.find(({ field }) => field === 'birth_date')
  const centuryOpen = birthDate?.class === 'print_needed'
  const eligibility = checkEligibility({ documentType, identity, centuryOpen, lostStolenChecked, today, policy })
  return { ...base, fields, eligibility, identity }
}

const foldId = (id: string): string =>
  id
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cf}]/gu, '')

/** Whether two identifiers name one operator, whatever their case, spaces, invisible signs and encoding. */
export const sameOperator = (a: string, b: string): boolean => foldId(a) === foldId(b)

/** The check of a rule, where there is one. */
const checkOf = ({ eligibility }: Findings, rule: EligibilityRule): EligibilityCheck | undefined =>
  eligibility.find((known) => known.rule === rule)

/** A rule failed, or was left to the clerk's eye and the eye saw that it is not fulfilled. */
export function ruleFails(found: Findings, rule: EligibilityRule, seen: 'absent' | 'cannot_tell' = 'absent'): boolean {
  const check = checkOf(found, rule)
  if (check?.verdict !== 'deferred') return seen === 'absent' && check?.verdict === 'failed'
  return found.inspection.some(({ featureId, answer }) => ruleSettledBy(featureId) === rule && answer === seen)
}

/** Whether the validity rule failed for dates that the document cannot bear, rather than for having passed. */
export const datesImpossible = (found: Findings): boolean =>
  checkOf(found, 'document_valid')?.reason === 'document_dates_impossible'

/** Whether the document's type differs from what was declared, or any other field does. */
export const differs = (found: Findings, isType: boolean): boolean =>
  found.fields.some((match) => match.class === 'different' && (match.field === 'document_type') === isType)

/** Whether the clerk has still to look at a printed value, or could not read it. */
export const printOpen = (found: Findings, answer: null | 'cannot_tell'): boolean =>
  found.fields.some((match) => match.class === 'print_needed' && match.printed === answer)

/** Whether this kind of document has a chip. */
export const expectsChip = ({ documentType }: Facts): boolean =>
  documentType !== null && documentTypes[documentType].chip !== null

/** A true chip under a page that says something else speaks against the page. */
export function chipReason({ chip, chipReads, earlierReads }: Findings): OutcomeReason {
  const reasons = {
    copied: 'chip_copied',
    unproved: 'chip_unreadable',
    no_anchor: 'chip_unreadable',
    deferred: 'chip_unreadable',
    genuine: null,
    not_genuine: null,
  } as const
  const failed = [...chipReads, ...earlierReads]
    .flatMap(({ checks }) => checks)
    .filter((check) => check.verdict === 'failed')
  if (failed.length > 0 && failed.every((check) => check.name === 'mrz_agrees')) return 'document_suspected_forged'
  return (chip && reasons[chip]) ?? 'chip_not_genuine'
}

/** Whether the inspection stands so. */
export const inspectionIs = (facts: Facts, verdict: 'incomplete' | 'failed'): boolean =>
  facts.documentType !== null &&
  judgeInspection(facts.inspection, facts.documentType, facts.policy.inspectionFeatures) === verdict

/** Whether as many features were asked as must be seen, whatever the answers. */
export const isInspected = ({ inspection, documentType, policy }: Facts): boolean =>
  documentType !== null && areEnoughAsked(inspection, documentType, policy.inspectionFeatures)

/** Whether a security feature was seen to be missing, rather than merely not seen. */
export const lacksFeature = ({ inspection }: Facts): boolean =>
  inspection.some(({ featureId, answer }) => answer === 'absent' && ruleSettledBy(featureId) === null)

/** An open rule whose feature was never asked, say because the day changed after the prompts were chosen. */
export const leavesRuleOpen = ({ documentType, eligibility, inspection }: Findings): boolean =>
  documentType !== null &&
  settlingFeatures(documentType, eligibility).some(({ id }) => !inspection.some((prompt) => prompt.featureId === id))
