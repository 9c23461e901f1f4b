import type { TrustCoverage } from '../contract/trust.ts'
import { documentTypes } from '../contract/documents.ts'
import { DocumentType } from '../contract/identity.ts'
import { authoritiesNamed, fingerprintOf, officialAnchors, type TrustStore } from '../emrtd/verify.ts'

/** Documents with a chip and who signs it, in the order of the page: the travel document first. */
const signed = DocumentType.options
  .flatMap((type) => {
    const { chip, form } = documentTypes[type]
    return chip === null ? [] : [{ documentType: type, authority: chip.signedUnder, isBook: form === 'book' }]
  })
  .sort((one, other) => Number(other.isBook) - Number(one.isBook))

/** For each accepted document with a chip: what it is signed under, what is here of that, and what is published and is not. */
export function coverageOf(store: TrustStore): TrustCoverage[] {
  const loaded = new Set(store.authorities.map(fingerprintOf))
  return signed.map(({ documentType, authority }) => ({
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
