import type { TrustCoverage } from '../../contract/trust.ts'
import type { DocumentType } from '../../contract/identity.ts'
import { authoritiesNamed, fingerprintOf, officialAnchors, type TrustStore } from '../../emrtd/verify.ts'

/** Who signs the chips of the documents that are accepted here (R4); the card of 1995 has none. */
const signedUnder = [
  ['passport', 'CSCA-FRANCE'],
  ['cnie', 'eID-FRANCE'],
  ['residence_permit', 'CSCA-FRANCE'],
] as const satisfies readonly (readonly [DocumentType, string])[]

/** For each accepted document with a chip: what it is signed under, what is here of that, and what is published and is not. */
export function coverageOf(store: TrustStore): TrustCoverage[] {
  const loaded = new Set(store.authorities.map(fingerprintOf))
  return signedUnder.map(([documentType, authority]) => ({
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
