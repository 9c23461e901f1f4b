import type { RevocationList } from '../pki/crl.ts'
import type { TrustStore } from '../pki/trust-store.ts'
import type { WeakSignaturePolicy } from '../pki/weak-signature.ts'

/** Trust in the issuers; `crls` come besides those of the store. */
export interface EvidenceTrust {
  readonly store: TrustStore
  readonly crls?: readonly RevocationList[]
  /** Which weak signatures fail; `usualWeakSignaturePolicy` where not said. */
  readonly weakSignatures?: WeakSignaturePolicy
  /** True when the store was confirmed too long ago: a chain found in it is left open, not passed. */
  readonly isOutdated?: boolean
}
