import { concat, equalBytes, toHex } from '../crypto/bytes.ts'
import { hash, type HashName } from '../crypto/hash.ts'
import { codeOf } from '../failure.ts'
import { hashWithOid } from './algorithms.ts'
import {
  asn1,
  childrenOf,
  eachBer,
  expectTag,
  joinPieces,
  malformed,
  octetsOf,
  oidOf,
  readBer,
  sequenceOf,
  toDer,
  unsignedOf,
  type BerNode,
} from '../tlv/ber.ts'
import { parseCertificate, publicKeyOf, type Certificate } from './certificate.ts'
import { nameKey } from './name.ts'
import { readTimeOrNull } from './time.ts'
import { verifySignature } from './verify-signature.ts'

/** A CMS SignedData (RFC 5652 §5), parsed and not yet verified. */
export interface SignedData {
  readonly contentType: string
  readonly content: Uint8Array
  readonly certificates: readonly Certificate[]
  /** DER of certificate revocation lists carried along. */
  readonly crls: readonly Uint8Array[]
  readonly signers: readonly SignerInfo[]
}

export interface SignerInfo {
  /** How the signer is named: by issuer and serial number, or by key identifier in hex. */
  readonly id: { readonly issuerKey: string; readonly serial: bigint } | { readonly keyId: string }
  readonly digest: HashName | null
  /** AlgorithmIdentifier of the digest, DER. */
  readonly digestAlgorithm: Uint8Array
  readonly signedAttributes: BerNode | null
  readonly messageDigest: Uint8Array | null
  readonly signingTime: Date | null
  readonly algorithm: Uint8Array
  readonly signature: Uint8Array
}

export type CmsOutcome =
  | { readonly outcome: 'valid'; readonly signer: Certificate; readonly info: SignerInfo }
  | {
      readonly outcome: 'invalid' | 'unsupported'
      readonly reason: CmsReason
      readonly signer: Certificate | null
      readonly info: SignerInfo | null
    }

export type CmsReason =
  | 'signature_wrong'
  | 'signature_algorithm_unknown'
  | 'signed_content_changed'
  | 'signer_certificate_missing'
  | 'signature_missing'
  | 'signature_malformed'

/** Real files carry one signer and at most a handful of certificates; bounds the work a hostile one can ask for. */
const maxCandidates = 4
const maxCertificates = 1024
const signedDataOid = '1.2.840.113549.1.7.2'
const attributeOids = { messageDigest: '1.2.840.113549.1.9.4', signingTime: '1.2.840.113549.1.9.5' }

/** Parses a ContentInfo with SignedData, DER or BER; bytes after it are ignored. Fails with `chip_data_malformed`. */
export function parseSignedData(bytes: Uint8Array): SignedData {
  const [type, wrapper] = sequenceOf(readBer(bytes))
  if (oidOf(type) !== signedDataOid) throw malformed('not SignedData')
  const fields = sequenceOf(childrenOf(expectTag(wrapper, 0xa0))[0])
  const [, , encapsulated, ...rest] = fields
  const [contentType, content] = sequenceOf(encapsulated)
  const certificates = rest.find((field) => field.tag === 0xa0)
  const crls = rest.find((field) => field.tag === 0xa1)
  const signers = rest.find((field) => field.tag === asn1.set)
  return {
    contentType: oidOf(contentType),
    content: content === undefined ? new Uint8Array() : octetsOf(childrenOf(content)[0]),
    certificates: certificates === undefined ? [] : readCertificates(certificates),
    crls: crls === undefined ? [] : Array.from(eachBer(crls.value), (crl) => crl.raw),
    signers: signers === undefined ? [] : childrenOf(signers).map(readSigner),
  }
}

/**
 * Verifies the signature over the content with the certificates embedded (and `others`), trying the one the signer
 * names first and then every other: some issuers name one that is not there. Says nothing about trust in the signer.
 */
export function verifySignedData(signed: SignedData, others: readonly Certificate[] = []): CmsOutcome {
  let worst: CmsOutcome = { outcome: 'invalid', reason: 'signature_missing', signer: null, info: null }
  for (const info of signed.signers.slice(0, maxCandidates)) {
    const result = verifySigner(signed, info, others)
    if (result.outcome === 'valid') return result
    worst = result
  }
  return worst
}

function verifySigner(signed: SignedData, info: SignerInfo, others: readonly Certificate[]): CmsOutcome {
  const named = [...signed.certificates, ...others].filter((certificate) => isNamed(certificate, info))
  const candidates = [...new Set([...named, ...signed.certificates])].slice(0, maxCandidates)
  const [signer = null] = candidates
  if (signer === null) return { outcome: 'invalid', reason: 'signer_certificate_missing', signer, info }
  if (info.digest === null && info.signedAttributes !== null) {
    return { outcome: 'unsupported', reason: 'signature_algorithm_unknown', signer, info }
  }
  if (!isContentIntact(signed.content, info))
    return { outcome: 'invalid', reason: 'signed_content_changed', signer, info }
  let unsupported = false
  for (const candidate of candidates) {
    const key = publicKeyOf(candidate)
    for (const data of signedForms(signed.content, info)) {
      const { algorithm, signature, digest: hashHint } = info
      const outcome = key === null ? 'unsupported' : verifySignature(key, { algorithm, signature, data, hashHint })
      if (outcome === 'valid') return { outcome, signer: candidate, info }
      unsupported ||= outcome === 'unsupported'
    }
  }
  return unsupported
    ? { outcome: 'unsupported', reason: 'signature_algorithm_unknown', signer, info }
    : { outcome: 'invalid', reason: 'signature_wrong', signer, info }
}

function isNamed(certificate: Certificate, { id }: SignerInfo): boolean {
  if ('keyId' in id) return (certificate.extensions.subjectKeyId ?? certificate.computedKeyId) === id.keyId
  return certificate.serial === id.serial && certificate.issuerKey === id.issuerKey
}

/** The message-digest attribute must match; where there are no attributes the signature covers the content itself. */
function isContentIntact(content: Uint8Array, info: SignerInfo): boolean {
  if (info.signedAttributes === null) return true
  if (info.digest === null || info.messageDigest === null) return false
  return equalBytes(info.messageDigest, hash(info.digest, content))
}

/**
 * What may have been signed: the attributes as they stand under the tag SET OF (RFC 5652 §5.4); re-encoded with definite
 * lengths where they were not; and put in DER order, which some issuers sign but do not store.
 */
function signedForms(content: Uint8Array, { signedAttributes }: SignerInfo): Uint8Array[] {
  if (signedAttributes === null) return [content]
  const definite = toDer(signedAttributes)
  const sorted = childrenOf(readBer(definite)).map((attribute) => attribute.raw)
  sorted.sort((a, b) => (toHex(a) < toHex(b) ? -1 : 1))
  const header = definite.subarray(1, definite.length - sorted.reduce((sum, part) => sum + part.length, 0))
  const forms = [Uint8Array.from(signedAttributes.raw), definite, concat(Uint8Array.of(0xa0), header, ...sorted)]
  for (const form of forms) form[0] = asn1.set
  return forms.filter((form, i) => forms.findIndex((other) => equalBytes(other, form)) === i)
}

/** Certificates of other kinds than X.509 are passed over. */
function readCertificates(set: BerNode): Certificate[] {
  return childrenOf(set)
    .filter((choice) => choice.tag === asn1.sequence)
    .slice(0, maxCertificates)
    .map((choice) => parseCertificate(choice.raw))
}

function readSigner(node: BerNode): SignerInfo {
  const [, id, digest, ...rest] = sequenceOf(node)
  const attributes = rest[0]?.tag === 0xa0 ? rest.shift() : undefined
  const [algorithm, signature] = rest
  return {
    id: readSignerId(id),
    digest: hashWithOid(oidOf(sequenceOf(digest)[0])),
    digestAlgorithm: expectTag(digest, asn1.sequence).raw,
    signedAttributes: attributes ?? null,
    messageDigest: readAttribute(attributes, attributeOids.messageDigest, octetsOf),
    signingTime: readAttribute(attributes, attributeOids.signingTime, readTimeOrNull),
    algorithm: expectTag(algorithm, asn1.sequence).raw,
    signature: octetsOf(signature),
  }
}

function readSignerId(node: BerNode | undefined): SignerInfo['id'] {
  if (node?.tag === 0x80) return { keyId: toHex(node.value) }
  if (node?.tag === 0xa0) return { keyId: toHex(joinPieces(node)) }
  const [issuer, serial] = sequenceOf(node)
  return { issuerKey: nameKey(expectTag(issuer, asn1.sequence).raw), serial: unsignedOf(serial) }
}

function readAttribute<T>(attributes: BerNode | undefined, oid: string, read: (value: BerNode) => T): T | null {
  if (attributes === undefined) return null
  for (const attribute of childrenOf(attributes)) {
    const [type, values] = sequenceOf(attribute)
    if (oidOf(type) !== oid) continue
    const [value] = childrenOf(expectTag(values, asn1.set))
    return value === undefined ? null : read(value)
  }
  return null
}

/** Whether the bytes parse as SignedData; for telling file formats apart. */
export function isSignedData(bytes: Uint8Array): boolean {
  try {
    const [type] = sequenceOf(readBer(bytes))
    return type?.tag === asn1.oid && oidOf(type) === signedDataOid
  } catch (error) {
    if (codeOf(error) === 'chip_data_malformed') return false
    throw error
  }
}
