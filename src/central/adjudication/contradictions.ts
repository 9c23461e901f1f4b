import { isDeepStrictEqual } from 'node:util'
import type { ChipCheckName } from '../../contract/check.ts'
import type { JudgedCase } from './judged-case.ts'

/** Verdicts that the evidence shows to whoever has it: where the station passed what fails here, it lied or was lied to. */
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

/** The packet's verdicts on the chip are not those of its last read, or a chip that was read is called defective. */
export function chipContradicted({ payload, evidence }: JudgedCase): boolean {
  const last = evidence.claimed.reads.at(-1)
  const isUnavailable = payload.chip_unavailable !== null && last !== undefined
  const verdicts = (checks: { name: string; verdict: string }[]) =>
    checks.map(({ name, verdict }) => `${name} ${verdict}`).sort()
  return isUnavailable || !isDeepStrictEqual(verdicts(payload.chip_checks), verdicts(last?.checks ?? []))
}

/** Field by field, class and rules: missing, repeated and other fields are contradictions as well. */
export function matchContradicted({ payload, claimed, application }: JudgedCase): boolean {
  if (!application?.declared) return false
  const said = payload.match.map(({ field, class: matchClass, rules }) => [field, matchClass, [...rules].sort()])
  const found = claimed.found.fields.map(({ field, class: matchClass, rules }) => [
    field,
    matchClass,
    [...rules].sort(),
  ])
  const byField = (a: unknown[], b: unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1)
  return !isDeepStrictEqual(said.sort(byField), found.sort(byField))
}

/** Type, issuer, expiry and the number's end. */
export function documentContradicted({ payload, claimed }: JudgedCase): boolean {
  const { identity, documentType } = claimed.found
  if (identity === null || documentType === null) return payload.document !== null
  const { issuer, expiryDate, documentNumber } = identity
  const found = { type: documentType, issuer, expiry_date: expiryDate, last4: documentNumber.slice(-4) }
  return !isDeepStrictEqual(payload.document, found)
}

export function identityContradicted({ payload, claimed }: JudgedCase): boolean {
  const { identity } = claimed.found
  if (identity === null) return payload.identity !== null
  const { documentNumber: _, ...found } = identity
  return !isDeepStrictEqual(payload.identity, found)
}

/** Verdicts only; lost and stolen documents are asked for by central alone. */
export function eligibilityContradicted({ payload, claimed }: JudgedCase): boolean {
  const verdicts = (checks: { rule: string; verdict: string }[]) =>
    checks
      .filter(({ rule }) => rule !== 'lost_stolen')
      .map(({ rule, verdict }) => `${rule} ${verdict}`)
      .sort()
  return !isDeepStrictEqual(verdicts(payload.eligibility), verdicts(claimed.found.eligibility))
}
