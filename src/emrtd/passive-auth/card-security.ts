import type { ChipCheck } from '../check.ts'
import { codeOf } from '../failure.ts'
import type { Certificate } from '../pki/certificate.ts'
import { parseSignedData, type SignedData } from '../pki/cms.ts'
import type { RevocationList } from '../pki/crl.ts'
import { checkSigner } from './passive-auth.ts'
import type { TrustStore } from '../pki/trust-store.ts'

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

/**
 * Verifies EF.CardSecurity (Doc 9303-11 §9.2.11), which proves the static key of PACE with Chip Authentication Mapping.
 * Never fails: what cannot be read is a failed check.
 */
export function verifyCardSecurity(input: {
  readonly cardSecurity: Uint8Array
  readonly trust: TrustStore
  readonly crls?: readonly RevocationList[]
  readonly at: Date
}): CardSecurity {
  const cms = readCms(input.cardSecurity)
  if (cms === null) return unreadable
  const { signature, chain, revocation, signer, csca } = checkSigner(cms, input)
  const passed = signature.verdict === 'passed' && chain.verdict === 'passed' && revocation.verdict !== 'failed'
  const checks = [signature, chain, revocation]
  return { checks, signer, csca: csca?.certificate ?? null, passed, securityInfos: cms.content }
}

const unreadable: CardSecurity = {
  checks: [{ name: 'signature', verdict: 'failed', reason: 'card_security_malformed', detail: null }],
  signer: null,
  csca: null,
  passed: false,
  securityInfos: null,
}

function readCms(bytes: Uint8Array): SignedData | null {
  try {
    return parseSignedData(bytes)
  } catch (error) {
    if (codeOf(error) === 'chip_data_malformed') return null
    throw error
  }
}
