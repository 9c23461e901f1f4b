/*
 * The specimen PKI: certificates, lists and signed data as an issuing state makes them, well formed but for the faults that training
 * offers. The odd and malformed ones that only tests need are written in `virtual-card/testing/pki`, byte by byte and with a DER
 * writer of its own: an error that the product's writer and reader shared would show in neither.
 */
import { hash } from '../../emrtd/crypto/hash.ts'
import type { RandomSource } from '../../emrtd/crypto/random.ts'
import { bits, boolean, explicit, integer, octets, oid, printable, sequence, setOf, time, tlv } from '../der.ts'
import { encodeName, type DistinguishedName, type NameForm } from './name.ts'
import { signWith, signatureAlgorithm, type SignatureScheme, type SigningKey } from './signing-key.ts'

/** A certificate with the key that belongs to it, ready to sign further ones. */
export interface Authority {
  name: DistinguishedName
  key: SigningKey
  serial: Uint8Array
  scheme: SignatureScheme
  /** The certificate, DER. */
  certificate: Uint8Array
}

export interface CertificateContent {
  subject: DistinguishedName
  key: SigningKey
  isAuthority: boolean
  notBefore: Date
  notAfter: Date
  scheme: SignatureScheme
  issuerForm?: NameForm
  /** Leaves out the key identifiers, as some States do. */
  withoutKeyIdentifiers?: boolean
  /** Document codes that the certificate is for (Doc 9303-12 §7.1.1.6). */
  documentTypes?: readonly string[]
}

/** RFC 5280 §4.2.1.2, method 1. */
export const keyIdentifier = (key: SigningKey): Uint8Array => hash('sha1', key.publicKey)

function extension(id: string, critical: boolean, value: Uint8Array): Uint8Array {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value))
}

const documentTypeList = (types: readonly string[]) =>
  extension('2.23.136.1.1.6.2', false, sequence(integer(0), setOf(...types.map(printable))))

/** Extensions of Doc 9303-12 §7.1.1, table 6. */
function extensions(content: CertificateContent, issuerKey: SigningKey): Uint8Array {
  // keyCertSign and cRLSign for a CSCA, digitalSignature for a Document Signer.
  const usage = content.isAuthority ? bits(Uint8Array.of(0x06), 1) : bits(Uint8Array.of(0x80), 7)
  const identifiers = [
    extension('2.5.29.14', false, octets(keyIdentifier(content.key))),
    extension('2.5.29.35', false, sequence(tlv(0x80, keyIdentifier(issuerKey)))),
  ]
  return sequence(
    ...(content.withoutKeyIdentifiers ? [] : identifiers),
    extension('2.5.29.15', true, usage),
    ...(content.isAuthority ? [extension('2.5.29.19', true, sequence(boolean(true), integer(0)))] : []),
    ...(content.documentTypes === undefined ? [] : [documentTypeList(content.documentTypes)]),
  )
}

/** Issues a certificate; `issuer` null makes it self-signed. */
export function issueCertificate(
  content: CertificateContent,
  issuer: Authority | null,
  random: RandomSource,
): Authority {
  const serial = random(8)
  serial[0] = (serial[0]! & 0x3f) | 0x40
  const signer = issuer?.key ?? content.key
  const algorithm = signatureAlgorithm(signer, content.scheme)
  const body = sequence(
    explicit(0, integer(2)),
    integer(serial),
    algorithm,
    encodeName(issuer?.name ?? content.subject, content.issuerForm),
    sequence(time(content.notBefore), time(content.notAfter)),
    encodeName(content.subject),
    content.key.publicKeyInfo,
    explicit(3, extensions(content, signer)),
  )
  const signature = bits(signWith(signer, content.scheme, body, random))
  const certificate = sequence(body, algorithm, signature)
  return { name: content.subject, key: content.key, serial, scheme: content.scheme, certificate }
}

/** Certificate revocation list (RFC 5280 §5, Doc 9303-12 §7.1.4) of an authority over these serial numbers. */
export function issueRevocationList(
  issuer: Authority,
  revoked: readonly Uint8Array[],
  thisUpdate: Date,
  nextUpdate: Date,
  random: RandomSource,
): Uint8Array {
  const algorithm = signatureAlgorithm(issuer.key, issuer.scheme)
  const entries = revoked.map((serial) => sequence(integer(serial), time(thisUpdate)))
  const identifiers = sequence(
    extension('2.5.29.35', false, sequence(tlv(0x80, keyIdentifier(issuer.key)))),
    extension('2.5.29.20', false, integer(1)),
  )
  const body = sequence(
    integer(1),
    algorithm,
    encodeName(issuer.name),
    time(thisUpdate),
    time(nextUpdate),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    explicit(0, identifiers),
  )
  return sequence(body, algorithm, bits(signWith(issuer.key, issuer.scheme, body, random)))
}
