import { equalBytes, toHex } from '../crypto/bytes.ts'
import { hash, type HashName } from '../crypto/hash.ts'
import { EmrtdFailure } from '../failure.ts'
import { asn1, childrenOf, expectTag, oidOf, readBer, sequenceOf, unsignedOf, type BerNode } from '../tlv/ber.ts'
import { hashWithOid } from './algorithms.ts'
import type { Certificate } from './certificate.ts'
import { parseSignedData, verifySignedData } from './cms.ts'
import type { HashDeviation } from './hash-deviation.ts'
import { isOfState } from './country-codes.ts'
import { nameCountry, nameKey, nameText } from './name.ts'
import { readTime } from './time.ts'
import type { TrustList } from './trust-store.ts'

export const deviationListOid = '2.23.136.1.1.7'
const hashWrongOid = '2.23.136.1.1.7.2.2'
const maxDeviations = 10_000
const maxNumbers = 2_000_000

/**
 * Imports a deviation list (Doc 9303-12 §10): its CMS signature is verified, its signer is reported for the person who decides to
 * believe it. Only hashes of data groups that are known to be wrong are taken out of it. Fails with `chip_data_malformed`.
 */
export function importDeviationList(bytes: Uint8Array, name: string): TrustList {
  const signed = parseSignedData(bytes)
  const verified = verifySignedData(signed)
  if (verified.outcome !== 'valid') throw new EmrtdFailure('chip_data_malformed', `deviation list: ${verified.reason}`)
  const [, ...fields] = sequenceOf(readBer(signed.content))
  const algorithm = fields.find((field) => field.tag === asn1.sequence)
  const digest = algorithm === undefined ? null : hashWithOid(oidOf(sequenceOf(algorithm)[0]))
  const entries = childrenOf(expectTag(fields.at(-1), asn1.set))
  if (entries.length > maxDeviations) throw new EmrtdFailure('chip_data_malformed', 'too many deviations')
  return {
    name,
    kind: 'deviation_list',
    date: verified.info.signingTime,
    signer: nameText(verified.signer.subject),
    signedBy: { certificate: verified.signer, embedded: signed.certificates },
    certificates: [],
    crls: [],
    deviations: entries.flatMap((entry) =>
      readDeviation(entry, { digest, country: nameCountry(verified.signer.subject) }),
    ),
    unreadableCount: 0,
  }
}

/** What holds for all entries of a list: who signed it, and how it names certificates by their hash. */
type ListContext = Pick<HashDeviation, 'country'> & { readonly digest: HashName | null }

function readDeviation(node: BerNode, { digest, country }: ListContext): HashDeviation[] {
  const [documents, descriptions] = sequenceOf(node)
  const about = { ...readDocuments(sequenceOf(documents), digest), country }
  return childrenOf(expectTag(descriptions, asn1.set)).flatMap((description) => {
    const dataGroup = groupWithWrongHash(sequenceOf(description))
    return dataGroup === null ? [] : [{ ...about, dataGroup }]
  })
}

function groupWithWrongHash(fields: readonly BerNode[]): number | null {
  const type = fields.find((field) => field.tag === asn1.oid)
  if (oidOf(type) !== hashWrongOid) return null
  const parameters = fields.find((field) => field.tag === 0xa0 || field.tag === 0x80)
  if (parameters === undefined) return null
  // [0] around the INTEGER, or in its place: the module's tags are explicit in one edition and implicit in another.
  const number = parameters.tag === 0xa0 ? unsignedOf(childrenOf(parameters)[0]) : BigInt(parameters.value[0] ?? 0)
  return Number(number)
}

function readDocuments(
  fields: readonly BerNode[],
  digest: HashName | null,
): Omit<HashDeviation, 'dataGroup' | 'country'> {
  const at = (context: number) => fields.find((field) => (field.tag & 0x1f) === context && field.tag >= 0x80)
  const [type, period, numbers] = [at(0), at(4), at(5)]
  const [from, to] = period === undefined ? [] : periodOf(period)
  return {
    documentType: type === undefined ? null : trimmed(textIn(type)),
    isSigner: signerOf(at, digest),
    issuedFrom: from === undefined ? null : readTime(from),
    issuedTo: to === undefined ? null : readTime(to),
    documentNumbers: numbers === undefined ? null : numbersOf(numbers),
  }
}

/** Implicit: the two times themselves; explicit: a SEQUENCE of them. */
function periodOf(node: BerNode): readonly BerNode[] {
  const inner = childrenOf(node)
  return inner[0]?.tag === asn1.sequence ? childrenOf(inner[0]) : inner
}

function numbersOf(node: BerNode): string[] {
  const inner = childrenOf(node)
  const entries = inner[0]?.tag === asn1.set ? childrenOf(inner[0]) : inner
  if (entries.length > maxNumbers) throw new EmrtdFailure('chip_data_malformed', 'too many document numbers')
  return entries.map((entry) => trimmed(latin(entry.value)))
}

type SignerTest = HashDeviation['isSigner']

function signerOf(at: (context: number) => BerNode | undefined, digest: HashName | null): SignerTest {
  const [issuerAndSerial, keyId, certificateDigest] = [at(1), at(2), at(3)]
  if (issuerAndSerial !== undefined) {
    const inner = childrenOf(issuerAndSerial)
    const [issuer, serial] = inner.length === 1 ? childrenOf(inner[0]!) : inner
    const [issuerKey, number] = [nameKey(expectTag(issuer, asn1.sequence).raw), unsignedOf(serial)]
    return (signer) => signer.issuerKey === issuerKey && signer.serial === number
  }
  if (keyId !== undefined) {
    const wanted = toHex(bytesIn(keyId))
    return ({ extensions, computedKeyId }) => extensions.subjectKeyId === wanted || computedKeyId === wanted
  }
  if (certificateDigest === undefined) return null
  const wanted = bytesIn(certificateDigest)
  return (signer) => digest !== null && equalBytes(hash(digest, signer.raw), wanted)
}

const bytesIn = (node: BerNode): Uint8Array => ((node.tag & 0x20) === 0 ? node.value : childrenOf(node)[0]!.value)
const latin = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
const textIn = (node: BerNode): string => latin(bytesIn(node))
const trimmed = (text: string): string => text.replace(/[<\s]+$/, '').toUpperCase()

/** The groups whose hash a deviation may excuse: what is missing then is a name or a place, never the holder or the keys. */
const excusable: ReadonlySet<number> = new Set([11, 12])

/** Data groups of this document whose hash a state has declared wrong: DG11 and DG12 alone, whatever the list says. */
export function toleratedGroups(
  deviations: readonly HashDeviation[],
  document: {
    readonly signer: Certificate
    readonly documentCode: string
    readonly documentNumber: string
    readonly issuedOn: Date | null
  },
): Set<number> {
  const { signer, documentCode, documentNumber, issuedOn } = document
  const state = nameCountry(signer.subject) ?? nameCountry(signer.issuer)
  const applies = (one: HashDeviation): boolean =>
    excusable.has(one.dataGroup) &&
    one.country !== null &&
    isOfState(one.country, state) &&
    (one.documentType === null || one.documentType === trimmed(documentCode)) &&
    (one.isSigner === null || one.isSigner(signer)) &&
    (one.issuedFrom === null || (issuedOn !== null && issuedOn >= one.issuedFrom)) &&
    (one.issuedTo === null || (issuedOn !== null && issuedOn <= one.issuedTo)) &&
    (one.documentNumbers === null || one.documentNumbers.includes(trimmed(documentNumber)))
  // One that says nothing about which documents it means would excuse everybody's.
  const isBounded = (one: HashDeviation): boolean =>
    one.isSigner !== null || one.documentNumbers !== null || one.issuedFrom !== null
  return new Set(deviations.filter((one) => isBounded(one) && applies(one)).map(({ dataGroup }) => dataGroup))
}
