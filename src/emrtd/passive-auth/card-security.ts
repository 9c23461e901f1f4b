import type { ChipCheck } from '../check.ts'
import { orIfMalformed } from '../or-if-malformed.ts'
import type { Certificate } from '../pki/certificate.ts'
import { parseSignedData, type CmsOutcome, type SignedData } from '../pki/cms.ts'
import type { TrustStore } from '../pki/trust-store.ts'
import { judgeSigner, verifySigner, type SignerQuestion } from './passive-auth.ts'

export interface CardSecurity {
  /** `signature`, `chain` and `revocation` of EF.CardSecurity. */
  readonly checks: readonly ChipCheck[]
  readonly signer: string | null
  /** The CSCA's certificate; null where the chain leads to none. */
  readonly csca: Certificate | null
  /** Whether the SecurityInfos are proved genuine. */
  readonly passed: boolean
  /** The signed SecurityInfos (DER SET) for `parseSecurityInfos`; null when the file cannot be parsed. */
  readonly securityInfos: Uint8Array | null
}

/** EF.CardSecurity with its signature verified: what takes time and no day. Null when it cannot be parsed. */
export interface OpenedCardSecurity {
  readonly cms: SignedData
  readonly outcome: CmsOutcome
}

export function openCardSecurity(cardSecurity: Uint8Array, trust: TrustStore): OpenedCardSecurity | null {
  const cms = orIfMalformed(() => parseSignedData(cardSecurity), null)
  return cms === null ? null : { cms, outcome: verifySigner(cms, trust) }
}

/**
 * Judges EF.CardSecurity (Doc 9303-11 §9.2.11), which proves the static key of PACE with Chip Authentication Mapping, at the
 * day of issue of its document. Never fails: what cannot be read is a failed check.
 */
export function judgeCardSecurity(opened: OpenedCardSecurity | null, question: SignerQuestion): CardSecurity {
  if (opened === null) return unreadable
  const { signature, chain, revocation, signer, csca } = judgeSigner(opened.outcome, question)
  const passed = signature.verdict === 'passed' && chain.verdict === 'passed' && revocation.verdict !== 'failed'
  const checks = [signature, chain, revocation]
  return { checks, signer, csca: csca?.certificate ?? null, passed, securityInfos: opened.cms.content }
}

const unreadable: CardSecurity = {
  checks: [{ name: 'signature', verdict: 'failed', reason: 'card_security_malformed', detail: null }],
  signer: null,
  csca: null,
  passed: false,
  securityInfos: null,
}
