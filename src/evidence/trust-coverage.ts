import type { TrustCoverage } from '../contract/trust.ts'
import { DocumentType } from '../contract/identity.ts'
import {
  authoritiesNamed,
  fingerprintOf,
  officialAnchors,
  type OfficialAnchor,
  type TrustStore,
} from '../emrtd/verify.ts'

/** The authority that signs the chips of each document (R4), in the order of the page; null for documents without a chip. */
const signedUnder: Record<DocumentType, OfficialAnchor['authority'] | null> = {
  passport: 'CSCA-FRANCE',
  cnie: 'eID-FRANCE',
  residence_permit: 'CSCA-FRANCE',
  cni_1995: null,
  other: null,
}
const signed = Object.entries(signedUnder).flatMap(([type, authority]) =>
  authority === null ? [] : [[DocumentType.parse(type), authority] as const],
)

/** For each accepted document with a chip: what it is signed under, what is here of that, and what is published and is not. */
export function coverageOf(store: TrustStore): TrustCoverage[] {
  const loaded = new Set(store.authorities.map(fingerprintOf))
  return signed.map(([documentType, authority]) => ({
    documentType,
    authority,
    anchors: authoritiesNamed(store, authority).length,
    missing: officialAnchors
      .filter((one) => one.authority === authority && !loaded.has(one.fingerprint))
      .map(({ fingerprint, from, to, source, readOn, secondSource }) => ({
        fingerprint,
        from,
        to,
        source,
        readOn,
        secondSource,
      })),
  }))
}
