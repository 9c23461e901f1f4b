import type { RevocationList } from '../pki/crl.ts'
import type { TrustStore } from '../pki/trust-store.ts'

/** Trust in the issuers; `crls` come besides those of the store. */
export interface EvidenceTrust {
  readonly store: TrustStore
  readonly crls?: readonly RevocationList[]
  /** Nobody has confirmed the store for too long: a chain that it shows is not passed but left to somebody else. */
  readonly isOutdated?: boolean
}
