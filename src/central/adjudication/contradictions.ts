import { isDeepStrictEqual } from 'node:util'
import { isKnownCheck, type ChipCheck, type ChipCheckName, type ToldCheck } from '../../contract/check.ts'
import type { EligibilityCheck, EligibilityRule } from '../../contract/match.ts'
import type { PacketPayload } from '../../contract/protocol/packet.ts'
import { documentTypes } from '../../contract/documents.ts'
import { conclusionsOf } from '../../enrolment/session/packet.ts'
import { declarationDigest } from '../../evidence/declaration-digest.ts'
import type { JudgedCase } from './judged-case.ts'
import { isListFalse } from './told-checks.ts'

/** Verdicts that the evidence shows to anyone who has it: where the station passed what fails here, it lied or was lied to. */
const shown: ChipCheckName[] = ['signature', 'hashes', 'chain', 'revocation', 'active_authentication', 'mrz_agrees']

/** A check failed on the evidence that the station says has passed. */
export function evidenceFalse({ evidence }: JudgedCase): boolean {
  return evidence.own.reads.some(({ checks }, i) => {
    const said = evidence.claimed.reads[i]?.checks ?? []
    return checks.some(
      ({ name, verdict }) =>
        shown.includes(name) &&
        verdict === 'failed' &&
        said.some((one) => one.name === name && one.verdict === 'passed'),
    )
  })
}

type Conclusion = 'document' | 'identity' | 'match' | 'eligibility'

/** Whether the packet says of a part anything but what the rulebook makes of its evidence, to the last member and in its order. */
const saysOtherwise = ({ payload, claimed }: JudgedCase, part: Conclusion): boolean =>
  !isDeepStrictEqual(payload[part], conclusionsOf(claimed.found)[part])

/** The same of the chip, whose checks may be more than are known here: those are as the last read told them. */
function saysOtherwiseOfChip({ payload, claimed, evidence }: JudgedCase): boolean {
  const unknownIn = (checks: readonly ToldCheck[] = []): ToldCheck[] => checks.filter((check) => !isKnownCheck(check))
  const { chip_checks: told } = payload
  return (
    !isDeepStrictEqual(told.filter(isKnownCheck), conclusionsOf(claimed.found).chip_checks) ||
    !isDeepStrictEqual(unknownIn(told), unknownIn(evidence.part?.reads.at(-1)?.checks))
  )
}

/** A verdict and its reason belong together: a passed check has none, any other has one. */
const isTorn = ({ verdict, reason }: ChipCheck): boolean => (verdict === 'passed') !== (reason === null)

/** How a chip is opened (Doc 9303-11 §4): Basic Access Control, or PACE and what it was done with. */
const accessProtocol = /^(BAC|PACE)\b/

/** A read that passed access without saying how, whose verdicts are torn or not all there, or that its own files contradict. */
function isReadContradicted({ evidence, payload }: JudgedCase): boolean {
  if (evidence.verified.some(({ isContradicted }) => isContradicted)) return true
  return (evidence.part?.reads ?? []).some(({ checks, accessProtocol: how }) => {
    const opened = checks.some(({ name, verdict }) => name === 'access' && verdict === 'passed')
    return (
      (opened && !accessProtocol.test(how ?? '')) ||
      checks.filter(isKnownCheck).some(isTorn) ||
      isListFalse(checks, payload.software_version)
    )
  })
}

/** Why there is no chip to read is what the document is, or what happened; a chip that was read is not unavailable. */
function isAbsenceContradicted({ payload, claimed, evidence }: JudgedCase): boolean {
  const { chip_unavailable: said } = payload
  const type = claimed.found.documentType
  const { reads, earlier } = evidence.claimed
  if (said !== null && reads.length + earlier.length > 0) return true
  return type !== null && type !== 'other' && (said === 'no_chip') === (documentTypes[type].chip !== null)
}

/** The packet's verdicts on the chip are not those of its last read, or a chip that was read is called defective. */
export const chipContradicted = (found: JudgedCase): boolean =>
  isAbsenceContradicted(found) || isReadContradicted(found) || saysOtherwiseOfChip(found)

/** Field by field, class and rules: missing, repeated and other fields are contradictions as well. */
export const matchContradicted = (found: JudgedCase): boolean =>
  !!found.application?.declared && saysOtherwise(found, 'match')

/** Type, issuer, expiry and the number's end. */
export const documentContradicted = (found: JudgedCase): boolean => saysOtherwise(found, 'document')

/** Whom the document names, member by member. */
export const identityContradicted = (found: JudgedCase): boolean => saysOtherwise(found, 'identity')

/** Rules whose outcome is a limit of the policy's: another version of it may have said otherwise. */
const ofPolicy: EligibilityRule[] = ['adult', 'permit_length']

/** What the station must say of a register that it may not have asked: central asks again. */
function registerRow({ deferred }: PacketPayload): EligibilityCheck {
  const verdict = deferred.includes('lost_stolen') ? 'deferred' : 'passed'
  return { rule: 'lost_stolen', verdict, reason: null, facts: {} }
}

/** Every rule, its verdict, reason and figures. */
export function eligibilityContradicted({ payload, claimed, policy }: JudgedCase): boolean {
  const isSamePolicy = payload.policy_version === policy.version
  const compared = (checks: EligibilityCheck[]) =>
    checks.map((check) => (!isSamePolicy && ofPolicy.includes(check.rule) ? { rule: check.rule } : check))
  const found = claimed.found.eligibility.map((check) => (check.rule === 'lost_stolen' ? registerRow(payload) : check))
  return !isDeepStrictEqual(compared(payload.eligibility), compared(found))
}

/** The declaration that the clerk had on screen is not the one that central has. */
export function declarationContradicted({ evidence: { part }, application }: JudgedCase): boolean {
  if (part?.declaredSha256 === undefined || !application?.declared) return false
  return part.declaredSha256 !== declarationDigest(part.salt, application.declared)
}
