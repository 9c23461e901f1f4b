import type { DocumentIdentity, DocumentType, IsoDate, PartialDate } from '../contract/identity.ts'
import type { EligibilityCheck } from '../contract/match.ts'
import type { Policy } from '../contract/policy.ts'
import { addDays, addYears, latestDay } from './dates.ts'
import { documentTypes } from '../contract/documents.ts'
import { judgeValidity } from './validity.ts'
import type { Validity } from './validity.ts'

export type EligibilityInput = {
  documentType: DocumentType
  identity: DocumentIdentity
  /** Two digits of the year leave open whether a child or a centenarian is meant, and the print was not looked at. */
  centuryOpen: boolean
  lostStolenChecked: boolean
  today: IsoDate
  policy: Policy
}

type Check = (input: EligibilityInput) => EligibilityCheck

/** R4, R6. */
const checkAccepted: Check = ({ documentType, identity }) => {
  const { accepted } = documentTypes[documentType]
  return {
    rule: 'document_accepted',
    verdict: accepted ? 'passed' : 'failed',
    reason: accepted ? null : 'document_not_accepted',
    facts: { issuer: identity.issuer },
  }
}

const validityVerdicts: Record<Validity['verdict'], Pick<EligibilityCheck, 'verdict' | 'reason'>> = {
  valid: { verdict: 'passed', reason: null },
  expired: { verdict: 'failed', reason: 'document_expired' },
  open: { verdict: 'deferred', reason: null },
  impossible: { verdict: 'failed', reason: 'document_dates_impossible' },
}

/** R5. `deferred` when only the printed day tells: the clerk is asked for it at the inspection. */
const checkValid: Check = ({ documentType, identity, today }) => {
  const { expiryDate, issueDate, birthDate } = identity
  const { validity } = documentTypes[documentType]
  const { verdict, facts } = judgeValidity(validity, { expiryDate, issueDate, birthDate, today })
  return { rule: 'document_valid', ...validityVerdicts[verdict], facts }
}

/**
 * R3. Where the issuer does not know the day or month of birth, the last possible day counts: the kiosk must be sure that
 * the citizen is an adult, and they are at the latest when that day has come.
 */
const checkAdult: Check = ({ identity, centuryOpen, today, policy }) => {
  const { birthDate } = identity
  if (centuryOpen) return { rule: 'adult', verdict: 'deferred', reason: null, facts: {} }
  const since = birthDate === null ? null : addYears(latestDay(birthDate), policy.minimumAgeYears)
  const passed = since !== null && since <= today
  return {
    rule: 'adult',
    verdict: passed ? 'passed' : 'failed',
    reason: passed ? null : 'citizen_underage',
    facts: { ...(since === null ? {} : { adultSince: since }), minimumAgeYears: String(policy.minimumAgeYears) },
  }
}

/** Whether a permit from `issued` to `expiry` (its last day included) lasts whole years: 2021-03-01 to 2026-02-28 is five. */
function lasts(issued: IsoDate, expiry: IsoDate, years: number): boolean {
  return addDays(expiry, 1) >= addYears(issued, years)
}

function permitVerdict(issueDate: PartialDate | null, expiry: IsoDate, today: IsoDate, years: number) {
  const latest = issueDate === null ? today : latestDay(issueDate)
  // A card made again for a permit that goes on bears its own day of issue (DG12), and is shorter than the permit.
  return lasts(latest, expiry, years)
    ? ({ verdict: 'passed', reason: null } as const)
    : ({ verdict: 'deferred', reason: null } as const)
}

/**
 * R4, R6: length of a residence permit. What is valid for the whole length from its card's day of issue (DG12), or from today where
 * the chip tells none, has it for certain; else the clerk reads the permit's dates on the card (`deferred`).
 */
const checkPermit: Check = ({ documentType, identity, today, policy }) => {
  const { issueDate, expiryDate } = identity
  const minimum = { minimumPermitYears: String(policy.minimumPermitYears) }
  if (!documentTypes[documentType].permitLength)
    return { rule: 'permit_length', verdict: 'not_applicable', reason: null, facts: {} }
  if (expiryDate === null)
    return { rule: 'permit_length', verdict: 'failed', reason: 'permit_too_short', facts: minimum }
  return {
    rule: 'permit_length',
    ...permitVerdict(issueDate, expiryDate, today, policy.minimumPermitYears),
    facts: { ...minimum, validUntil: expiryDate, ...(issueDate === null ? {} : { issued: issueDate }) },
  }
}

/** Standards 2: what was not asked is settled by central. */
const checkLostStolen: Check = ({ lostStolenChecked }) => ({
  rule: 'lost_stolen',
  verdict: lostStolenChecked ? 'passed' : 'deferred',
  reason: null,
  facts: {},
})

/** The rules on citizen and document, in the order a clerk reads them (R3 to R6). */
export function checkEligibility(input: EligibilityInput): EligibilityCheck[] {
  return [checkAccepted, checkValid, checkAdult, checkPermit, checkLostStolen].map((check) => check(input))
}

/** R1: France with its overseas parts, as country codes of an address. */
const frenchCountries = new Set('FRA GLP MTQ GUF REU MYT SPM BLM MAF PYF NCL WLF'.split(' '))

/** Whether an address lies in France (R1). */
export function isFrenchAddress(country: string): boolean {
  return frenchCountries.has(country)
}
