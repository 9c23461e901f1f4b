import type { ChipCheck } from '../check.ts'
import { readAgreementKey } from '../chip-auth/agreement-key.ts'
import { equalBytes, toBigInt } from '../crypto/bytes.ts'
import { codeOf } from '../failure.ts'
import type { Group } from '../crypto/group.ts'
import { parseSecurityInfos, type ChipAuthenticationKey, type SecurityInfos } from '../lds/security-infos.ts'
import { judgeCardSecurity, openCardSecurity, type OpenedCardSecurity } from '../passive-auth/card-security.ts'
import type { SignerQuestion } from '../passive-auth/passive-auth.ts'
import type { Certificate } from '../pki/certificate.ts'
import type { TrustStore } from '../pki/trust-store.ts'
import type { CamProof } from './cam-proof.ts'

const name = 'chip_authentication'

/** Whether PK_Map,IC = CA_IC × PK_IC for one of the keys, the one of the same parameters first (Doc 9303-11 §4.4.3.5.2). */
export function provesKey(proof: CamProof, group: Group<unknown>, keys: readonly ChipAuthenticationKey[]): boolean {
  const isNamed = ({ keyId }: ChipAuthenticationKey) =>
    proof.parameterId !== null && keyId === BigInt(proof.parameterId)
  return [...keys.filter(isNamed), ...keys.filter((key) => !isNamed(key))].some((key) => fits(proof, group, key))
}

/** The proof and EF.CardSecurity worked out as far as no day is needed for it: what takes time. */
export interface OpenedCam {
  readonly security: OpenedCardSecurity | null
  /** Whether the chip holds one of the file's keys; null where the file has none. */
  readonly hasKey: boolean | null
  readonly detail: string
}

/** The verdict on the proof, and the CSCA under which EF.CardSecurity was signed. */
export interface CamVerdict {
  readonly check: ChipCheck
  readonly csca: Certificate | null
}

/** Verifies the proof of chip authentication mapping against the keys in EF.CardSecurity. Never fails. */
export function openCam(proof: CamProof, group: Group<unknown>, file: Uint8Array, trust: TrustStore): OpenedCam {
  const security = openCardSecurity(file, trust)
  const keys = security === null ? [] : readKeys(security.cms.content)
  return {
    security,
    hasKey: keys.length === 0 ? null : provesKey(proof, group, keys),
    detail: `PACE-CAM ${group.name}`,
  }
}

/**
 * The verdict of chip authentication mapping: the chip holds a private key whose public key EF.CardSecurity, signed by
 * an issuer, contains; whether that file is this document's is judged by anyone who has DG14 and EF.SOD. Never fails.
 */
export function judgeCam({ security: opened, hasKey, detail }: OpenedCam, question: SignerQuestion): CamVerdict {
  const security = judgeCardSecurity(opened, question)
  const { csca } = security
  const failed = (reason: string): CamVerdict => ({ check: { name, verdict: 'failed', reason, detail }, csca })
  if (hasKey === null) return failed('card_security_malformed')
  if (!hasKey) return failed('chip_key_wrong')
  if (security.passed) return { check: { name, verdict: 'passed', reason: null, detail }, csca }
  const open = security.checks.find((check) => check.verdict !== 'passed' && check.name !== 'revocation')
  const verdict = security.checks.some((check) => check.verdict === 'failed') ? 'failed' : 'not_possible'
  return { check: { name, verdict, reason: open?.reason ?? 'card_security_not_authentic', detail }, csca }
}

/** Whether the key that the proof is about is among those of DG14, which EF.SOD signs: then it is this document's. */
export function bindsToDg14(proof: CamProof, group: Group<unknown>, dg14: SecurityInfos | null): boolean {
  return dg14 !== null && provesKey(proof, group, dg14.chipAuthenticationKeys)
}

function fits(proof: CamProof, group: Group<unknown>, { spki }: ChipAuthenticationKey): boolean {
  return guard(() => {
    const key = readAgreementKey(spki)
    if (key?.group.name !== group.name) return false
    const computed = group.multiply(group.decode(key.publicKey), toBigInt(proof.chipAuthenticationData))
    return equalBytes(group.encode(computed), proof.mappingPublicKey)
  }, false)
}

function readKeys(securityInfos: Uint8Array): readonly ChipAuthenticationKey[] {
  return guard(() => parseSecurityInfos(securityInfos).chipAuthenticationKeys, [])
}

/** What hostile bytes make fail is an answer, not an error. */
function guard<T>(run: () => T, otherwise: T): T {
  try {
    return run()
  } catch (error) {
    if (codeOf(error) === 'chip_data_malformed' || codeOf(error) === 'chip_response_malformed') return otherwise
    throw error
  }
}
