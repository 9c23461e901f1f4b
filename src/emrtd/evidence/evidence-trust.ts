import type { RevocationList } from '../pki/crl.ts'
import type { TrustStore } from '../pki/trust-store.ts'

/** Trust in the issuers; `crls` come besides those of the store. */
export interface EvidenceTrust {
  readonly store: TrustStore
  readonly crls?: readonly RevocationList[]
}
