import { hash } from '../crypto/hash.ts'
import { toHex } from '../crypto/bytes.ts'
import { orIfMalformed } from '../or-if-malformed.ts'
import {
  asn1,
  bitsOf,
  childrenOf,
  expectTag,
  malformed,
  octetsOf,
  oidOf,
  readBer,
  sequenceOf,
  unsignedOf,
  type BerNode,
} from '../tlv/ber.ts'
import { nameKey } from './name.ts'
import { readTime } from './time.ts'
import { readPublicKey, type PublicKey } from './spki.ts'
import { verifySignature, type SignatureOutcome } from './verify-signature.ts'

/** What chain building needs of an X.509 certificate (Doc 9303-12 §7). Key identifiers in hex. */
export interface Certificate {
  readonly raw: Uint8Array
  readonly tbs: Uint8Array
  readonly serial: bigint
  readonly issuer: Uint8Array
  readonly issuerKey: string
  readonly subject: Uint8Array
  readonly subjectKey: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly spki: Uint8Array
  readonly signatureAlgorithm: Uint8Array
  readonly signature: Uint8Array
  readonly extensions: CertificateExtensions
  /** SHA-1 of the public key bits (RFC 5280 §4.2.1.2 method 1), for certificates that lack an identifier. */
  readonly computedKeyId: string
}

export interface CertificateExtensions {
  readonly isCa: boolean | null
  /** Authorities that may stand below this one (RFC 5280 §4.2.1.9); null where it does not say. */
  readonly pathLength: number | null
  readonly keyUsage: number | null
  /** Null where it does not say. */
  readonly extendedKeyUsages: readonly string[] | null
  /** Document codes that a Document Signer is for, as in the MRZ (Doc 9303-12 §7.1.1.6); null where it does not say. */
  readonly documentTypes: readonly string[] | null
  readonly subjectKeyId: string | null
  readonly authorityKeyId: string | null
}

/** Bits of KeyUsage as in its first byte (RFC 5280 §4.2.1.3). */
export const keyUsage = { digitalSignature: 0x80, nonRepudiation: 0x40, certificateSign: 0x04, crlSign: 0x02 } as const

/** Parses one DER or BER certificate; bytes after it are ignored. Fails with `chip_data_malformed`. */
export function parseCertificate(bytes: Uint8Array): Certificate {
  const outer = readBer(bytes)
  const [tbs, algorithm, signature] = sequenceOf(outer)
  const fields = sequenceOf(tbs)
  if (fields[0]?.tag === 0xa0) fields.shift()
  const [serial, , issuer, validity, subject, spki, ...rest] = fields
  const [notBefore, notAfter] = sequenceOf(validity)
  const publicKey = expectTag(spki, asn1.sequence)
  const issuerName = expectTag(issuer, asn1.sequence).raw
  const subjectName = expectTag(subject, asn1.sequence).raw
  return {
    raw: outer.raw,
    tbs: expectTag(tbs, asn1.sequence).raw,
    serial: unsignedOf(serial),
    issuer: issuerName,
    issuerKey: nameKey(issuerName),
    subject: subjectName,
    subjectKey: nameKey(subjectName),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    spki: publicKey.raw,
    signatureAlgorithm: expectTag(algorithm, asn1.sequence).raw,
    signature: bitsOf(signature),
    extensions: readExtensions(rest.find((field) => field.tag === 0xa3)),
    computedKeyId: toHex(hash('sha1', bitsOf(sequenceOf(publicKey)[1]))),
  }
}

const keys = new WeakMap<Certificate, PublicKey | null>()

/** The certificate's key, read on first use; null when we know no such algorithm or curve. Fails with `chip_data_malformed`. */
export function publicKeyOf(certificate: Certificate): PublicKey | null {
  const known = keys.get(certificate)
  if (known !== undefined) return known
  const key = readPublicKey(certificate.spki)
  keys.set(certificate, key)
  return key
}

/** What an issuer signed, by the SHA-256 of the whole certificate: kept as long as the trust store that holds the issuer. */
const issued = new WeakMap<Certificate, Map<string, SignatureOutcome>>()
/** A country has a few hundred signers at a time; anyone who sends more fills no memory. */
const mostKept = 2_000

/** Whether `issuer`'s key signed `certificate`. A key that cannot be read makes it `unsupported`. */
export function verifyIssuedBy(certificate: Certificate, issuer: Certificate): SignatureOutcome {
  const known = issued.get(issuer) ?? new Map<string, SignatureOutcome>()
  const id = toHex(hash('sha256', certificate.raw))
  const outcome = known.get(id) ?? verifySignatureOf(certificate, issuer)
  if (known.size >= mostKept) known.clear()
  issued.set(issuer, known.set(id, outcome))
  return outcome
}

function verifySignatureOf(certificate: Certificate, issuer: Certificate): SignatureOutcome {
  const key = publicKeyOf(issuer)
  if (key === null) return 'unsupported'
  const { signatureAlgorithm: algorithm, signature, tbs: data } = certificate
  return verifySignature(key, { algorithm, signature, data })
}

const roots = new WeakMap<Certificate, boolean>()

/**
 * Whether the certificate is its own issuer, unlike a link certificate, which may bear the same name twice. Where it
 * names no authority key, its own signature decides.
 */
export function isRoot(certificate: Certificate): boolean {
  if (certificate.issuerKey !== certificate.subjectKey) return false
  const { subjectKeyId, authorityKeyId } = certificate.extensions
  if (authorityKeyId !== null) return authorityKeyId === (subjectKeyId ?? certificate.computedKeyId)
  const known = roots.get(certificate)
  if (known !== undefined) return known
  const own = verifyIssuedBy(certificate, certificate) !== 'invalid'
  roots.set(certificate, own)
  return own
}

/**
 * May sign certificates: a key usage that is there has to say so, as link certificates of several states say it nowhere else;
 * without one the basic constraints; or it is so old that it says nothing and bears its issuer's name.
 */
export function isCertificateAuthority(certificate: Certificate): boolean {
  const { isCa, keyUsage: usage } = certificate.extensions
  if (usage !== null) return (usage & keyUsage.certificateSign) !== 0
  return isCa ?? certificate.issuerKey === certificate.subjectKey
}

const extensionReaders: Record<string, (value: BerNode) => Partial<CertificateExtensions>> = {
  '2.5.29.14': (value) => ({ subjectKeyId: toHex(octetsOf(value)) }),
  '2.5.29.15': (value) => ({ keyUsage: bitsOf(value)[0] ?? 0 }),
  '2.5.29.19': (value) => {
    const fields = sequenceOf(value)
    const flag = fields.find(({ tag }) => tag === asn1.boolean)
    const length = fields.find(({ tag }) => tag === asn1.integer)
    return {
      isCa: flag !== undefined && (flag.value[0] ?? 0) !== 0,
      pathLength: length === undefined ? null : Number(unsignedOf(length)),
    }
  },
  '2.5.29.35': (value) => {
    const keyId = sequenceOf(value).find((field) => field.tag === 0x80)
    return { authorityKeyId: keyId === undefined ? null : toHex(keyId.value) }
  },
  '2.5.29.37': (value) => ({ extendedKeyUsages: sequenceOf(value).map(oidOf) }),
  '2.23.136.1.1.6.2': (value) => ({ documentTypes: orIfMalformed(() => readDocumentTypes(value), null) }),
}

/** DocumentTypeListSyntax: a version and a SET OF strings. */
function readDocumentTypes(value: BerNode): string[] {
  const list = sequenceOf(value).find(({ tag }) => tag === asn1.set)
  return childrenOf(expectTag(list, asn1.set)).map((type) => String.fromCharCode(...type.value.subarray(0, 8)))
}

const noExtensions: CertificateExtensions = {
  isCa: null,
  pathLength: null,
  keyUsage: null,
  extendedKeyUsages: null,
  documentTypes: null,
  subjectKeyId: null,
  authorityKeyId: null,
}

function readExtensions(wrapper: BerNode | undefined): CertificateExtensions {
  if (wrapper === undefined) return noExtensions
  let extensions: CertificateExtensions = noExtensions
  const seen = new Set<string>()
  for (const extension of sequenceOf(readBer(wrapper.value))) {
    const fields = sequenceOf(extension)
    const value = fields[fields.length - 1]
    if (value === undefined) throw malformed('empty extension')
    const type = oidOf(fields[0])
    const read = extensionReaders[type]
    // RFC 5280 §4.2: each at most once. Of two that restrict its use, neither may be passed over.
    if (read !== undefined && seen.has(type)) throw malformed('extension twice')
    seen.add(type)
    if (read !== undefined) extensions = { ...extensions, ...read(readBer(octetsOf(value))) }
  }
  return extensions
}
