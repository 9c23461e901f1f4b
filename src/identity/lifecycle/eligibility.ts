import { daysInFrance } from '../../enrolment/local-day.ts'
import type { DocumentIdentity, IsoDate } from '../../contract/identity.ts'
import type { EligibilityAnswer, EligibilityQuestion, EligibilityReason } from '../../contract/identity/eligibility.ts'
import type { Policy } from '../../contract/policy.ts'
import { documentTypes } from '../../contract/documents.ts'
import { checkEligibility } from '../../enrolment/eligibility.ts'
import { tellsValidity } from './document-dates.ts'

/** A French document's words that this question does not ask for. */
const unasked: Pick<DocumentIdentity, 'source' | 'surname' | 'givenNames' | 'documentNumber' | 'namesTruncated'> &
  Pick<DocumentIdentity, 'usageName' | 'birthPlace' | 'sex'> = {
  source: 'mrz',
  surname: '',
  usageName: null,
  givenNames: '',
  birthPlace: null,
  sex: null,
  documentNumber: '',
  namesTruncated: false,
}

/** Stands for an adult's birth date while it is unknown: how long an old card is valid depends on the holder's age. */
const someAdult = '1950-01-01'

/**
 * Whether a visit with this document makes sense, by the counter's own rules (src/enrolment): R3 to R6. What they would ask the clerk to
 * read on the document is `open` here. No place is known yet: what some day that it is in France would allow is no obstacle.
 */
export function answerEligibility(question: EligibilityQuestion, at: Date, policy: Policy): EligibilityAnswer {
  const { document_type, expires_on, issued_on } = question
  const limits = { minimum_age_years: policy.minimumAgeYears, minimum_permit_years: policy.minimumPermitYears }
  const { earliest, latest } = daysInFrance(at)
  const [checks, others] = [checksOn(question, latest, policy), checksOn(question, earliest, policy)]
  const reasonsOf = (list: typeof checks) => list.flatMap(({ reason }) => reason ?? [])
  const reasons = reasonsOf(checks).filter((code) => reasonsOf(others).includes(code)) as EligibilityReason[]
  const isTold = tellsValidity(document_type, { issuedOn: issued_on, expiresOn: expires_on })
  const told = isTold ? reasons : reasons.filter((code) => code === 'document_not_accepted')
  const isOpen = !isTold || checks.some(({ verdict }) => verdict === 'deferred')
  const until = checks.find(({ rule }) => rule === 'document_valid')?.facts['validUntil'] ?? null
  return {
    ...limits,
    verdict: told.length > 0 ? 'no' : isOpen ? 'open' : 'yes',
    reasons: told,
    usable_until: told.length > 0 ? null : until,
  }
}

function checksOn(question: EligibilityQuestion, today: IsoDate, policy: Policy) {
  const { document_type, expires_on, issued_on, birth_date } = question
  return checkEligibility({
    documentType: document_type,
    identity: {
      ...unasked,
      nationality: documentTypes[document_type].issuedTo === 'foreign' ? '' : 'FRA',
      issuer: 'FRA',
      birthDate: birth_date ?? someAdult,
      issueDate: issued_on,
      expiryDate: expires_on,
    },
    centuryOpen: false,
    lostStolenChecked: true,
    today,
    policy,
  })
}
