import type { HashName } from '../crypto/hash.ts'
import { hashWithOid } from '../pki/algorithms.ts'
import { asn1, expectTag, malformed, octetsOf, oidOf, readBer, sequenceOf, unsignedOf } from '../tlv/ber.ts'
import { parseSignedData, type SignedData } from '../pki/cms.ts'

/** EF.SOD: the CMS around the LDS security object, and what that says (Doc 9303-10 §4.6.2). */
export interface Sod {
  readonly cms: SignedData
  readonly securityObject: SecurityObject
}

export interface SecurityObject {
  /** Null when the hash function is unknown here. */
  readonly hash: HashName | null
  /** AlgorithmIdentifier of that function, DER. */
  readonly hashAlgorithm: Uint8Array
  /** Hash per data group number 1…16. */
  readonly dataGroupHashes: ReadonlyMap<number, Uint8Array>
  /** LDS and Unicode versions as printed in version 1 objects, e.g. "0108"; null in version 0. */
  readonly ldsVersion: string | null
  readonly unicodeVersion: string | null
}

const efSodTag = 0x77

/**
 * Parses EF.SOD, with its tag 77 or bare. The content type is not looked at: French and Belgian documents use others than
 * id-icao-ldsSecurityObject, and only an LDS security object parses as one. Fails with `chip_data_malformed`.
 */
export function parseSod(bytes: Uint8Array): Sod {
  const outer = readBer(bytes)
  const cms = parseSignedData(outer.tag === efSodTag ? outer.value : outer.raw)
  return { cms, securityObject: parseSecurityObject(cms.content) }
}

/** Parses an LDSSecurityObject of version 0 or 1. Fails with `chip_data_malformed`. */
export function parseSecurityObject(content: Uint8Array): SecurityObject {
  const [, algorithm, hashes, versions] = sequenceOf(readBer(content))
  const dataGroupHashes = new Map<number, Uint8Array>()
  for (const entry of sequenceOf(hashes)) {
    const [number, value] = sequenceOf(entry)
    const group = Number(unsignedOf(number))
    if (group < 1 || group > 16 || dataGroupHashes.has(group)) throw malformed('data group number')
    dataGroupHashes.set(group, octetsOf(value))
  }
  const [lds, unicode] = versions === undefined ? [] : sequenceOf(versions)
  return {
    hash: hashWithOid(oidOf(sequenceOf(algorithm)[0])),
    hashAlgorithm: expectTag(algorithm, asn1.sequence).raw,
    dataGroupHashes,
    ldsVersion: lds === undefined ? null : printable(lds.value),
    unicodeVersion: unicode === undefined ? null : printable(unicode.value),
  }
}

function printable(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 16))
}
