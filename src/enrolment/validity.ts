import type { IsoDate, PartialDate } from '../contract/identity.ts'
import { addDays, addYears, earliestDay, latestDay } from './dates.ts'
import type { ValidityRule } from '../contract/document-row.ts'
import { isTooOld } from './identity.ts'

/** `impossible`: dates that no document of the type can bear. `open`: the days the document leaves unsaid decide it; the clerk reads them on the print. */
export type Validity = { verdict: 'valid' | 'expired' | 'open' | 'impossible'; facts: Record<string, string> }

type CardRule = Extract<ValidityRule, { kind: 'issue_month' }>

const adultAge = 18

function yearsOf(rule: CardRule, issuedOn: IsoDate, birthDay: IsoDate): number {
  if (issuedOn.slice(0, 7) < rule.adultYearsFrom) return rule.earlierYears
  return addYears(birthDay, adultAge) <= issuedOn ? rule.adultYears : rule.minorYears
}

/** Last day of a card issued on a day: the day before the anniversary, as printed. */
function lastDay(rule: CardRule, issuedOn: IsoDate, birthDay: IsoDate): IsoDate {
  return addDays(addYears(issuedOn, yearsOf(rule, issuedOn, birthDay)), -1)
}

/**
 * Validity of the identity card of 1995-2021 on a day. Only year and month of issue are known: the card is valid when it is
 * whatever the day of issue (and of birth, when the issuer does not know it), expired when it is under none, else open.
 */
function judgeCard(rule: CardRule, issueMonth: PartialDate, birthDate: PartialDate, today: IsoDate): Validity {
  const days = [earliestDay(issueMonth), latestDay(issueMonth)].flatMap((issuedOn) =>
    [earliestDay(birthDate), latestDay(birthDate)].map((birthDay) => lastDay(rule, issuedOn, birthDay)),
  )
  const [first, last] = [days.reduce((a, b) => (a < b ? a : b)), days.reduce((a, b) => (a > b ? a : b))]
  if (today <= first) return { verdict: 'valid', facts: { issueMonth, validUntil: first } }
  if (today > last) return { verdict: 'expired', facts: { issueMonth, validUntil: last } }
  return { verdict: 'open', facts: { issueMonth } }
}

export type ValidityInput = {
  expiryDate: IsoDate | null
  /** Year and month on the card of 1995, the day of issue where a chip tells it. */
  issueDate: PartialDate | null
  birthDate: PartialDate | null
  today: IsoDate
}

const factsOf = ({ expiryDate, issueDate }: ValidityInput): Record<string, string> => ({
  ...(issueDate === null ? {} : { issued: issueDate }),
  ...(expiryDate === null ? {} : { validUntil: expiryDate }),
})

/** Of a holder older than anybody was, issued in the future, before its holder was born or after it expired, later than the type was made, or valid too long. */
function areImpossible(rule: ValidityRule, { expiryDate, issueDate, birthDate, today }: ValidityInput): boolean {
  if (birthDate !== null && isTooOld(birthDate, today)) return true
  if (issueDate !== null) {
    if (earliestDay(issueDate) > today) return true
    if (birthDate !== null && latestDay(issueDate) < earliestDay(birthDate)) return true
    if (expiryDate !== null && expiryDate < earliestDay(issueDate)) return true
  }
  if (rule.kind === 'issue_month') return issueDate !== null && issueDate.slice(0, 7) > rule.latestIssue
  return expiryDate !== null && expiryDate > addYears(today, rule.longestYears)
}

/** R5: valid today, the last day included. A date that cannot be read counts as expired. */
export function judgeValidity(rule: ValidityRule, input: ValidityInput): Validity {
  const { expiryDate, issueDate, birthDate, today } = input
  if (areImpossible(rule, input)) return { verdict: 'impossible', facts: factsOf(input) }
  if (rule.kind === 'issue_month') {
    if (issueDate === null || birthDate === null) return { verdict: 'expired', facts: {} }
    return judgeCard(rule, issueDate, birthDate, today)
  }
  if (expiryDate === null) return { verdict: 'expired', facts: {} }
  return { verdict: today <= expiryDate ? 'valid' : 'expired', facts: { validUntil: expiryDate } }
}
