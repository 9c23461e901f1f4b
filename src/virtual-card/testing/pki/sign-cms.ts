import { createHash } from 'node:crypto'
import type { HashName } from '../../../emrtd/crypto/hash.ts'
import { der, indefinite, integer, octets, oid, sequence, setOf, time } from './der.ts'
import { encodeName, keyIdOf, type Issued } from './issue.ts'
import { hashAlgorithm, type SignatureSpec } from './keys.ts'

export interface CmsSpec {
  readonly content: Uint8Array
  readonly signer: Issued
  readonly signature: SignatureSpec
  readonly contentType?: string
  /** Certificates to embed; the signer's by default. */
  readonly embedded?: readonly Uint8Array[]
  /** How the signer is named. `wrong` matches no certificate. */
  readonly identifiedBy?: 'issuer' | 'keyId' | 'wrong'
  /** Digest of the content, when it differs from the signature's. */
  readonly digest?: HashName
  readonly withoutAttributes?: boolean
  /** BER with indefinite lengths, the content in two pieces. */
  readonly indefinite?: boolean
  /** Attributes stored in another order than the signed DER. */
  readonly shuffled?: boolean
  readonly signingTime?: Date
  /** SignerInfos of other signatures, to stand before this one. */
  readonly signerInfosBefore?: readonly Uint8Array[]
}

const oids = {
  signedData: '1.2.840.113549.1.7.2',
  securityObject: '2.23.136.1.1.1',
  masterList: '2.23.136.1.1.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
}
const compare = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b)

/** A ContentInfo with SignedData around `content`. */
export function signCms(spec: CmsSpec): Uint8Array {
  const { content, signer, signature } = spec
  const type = spec.contentType ?? oids.securityObject
  const digest = spec.digest ?? signature.hash
  const messageDigest = new Uint8Array(createHash(digest).update(content).digest())
  const attributes = [
    sequence(oid(oids.contentType), setOf(oid(type))),
    sequence(oid(oids.messageDigest), setOf(octets(messageDigest))),
    sequence(oid(oids.signingTime), setOf(time(spec.signingTime ?? new Date('2026-02-03T04:05:06Z')))),
  ].sort(compare)
  const signed = spec.withoutAttributes === true ? content : setOf(...attributes)
  const made = signer.key.sign(signed, signature)
  const stored = spec.shuffled === true ? attributes.toReversed() : attributes
  const signerInfo = sequence(
    integer(spec.identifiedBy === 'keyId' ? 3 : 1),
    signerId(spec),
    hashAlgorithm(digest),
    ...(spec.withoutAttributes === true ? [] : [der(0xa0, ...stored)]),
    made.algorithm,
    octets(made.signature),
  )
  const half = content.length >> 1
  const pieces = indefinite(0x24, octets(content.subarray(0, half)), octets(content.subarray(half)))
  const wrap = spec.indefinite === true ? indefinite : der
  const embedded = [...(spec.embedded ?? [signer.certificate])]
  const signedData = wrap(
    0x30,
    integer(3),
    setOf(hashAlgorithm(digest)),
    wrap(0x30, oid(type), wrap(0xa0, spec.indefinite === true ? pieces : octets(content))),
    ...(embedded.length === 0 ? [] : [wrap(0xa0, ...embedded)]),
    wrap(0x31, ...(spec.signerInfosBefore ?? []), signerInfo),
  )
  return wrap(0x30, oid(oids.signedData), wrap(0xa0, signedData))
}

function signerId({ identifiedBy, signer }: CmsSpec): Uint8Array {
  if (identifiedBy === 'keyId') return der(0x80, keyIdOf(signer.key))
  const issuer = identifiedBy === 'wrong' ? encodeName([['CN', 'nobody']]) : encodeName(signer.issuer)
  return sequence(issuer, integer(identifiedBy === 'wrong' ? 1 : signer.serial))
}

export interface SodSpec extends Omit<CmsSpec, 'content'> {
  readonly dataGroups: ReadonlyMap<number, Uint8Array>
  readonly hash?: HashName
  /** Version 1 of the object, with LDS and Unicode versions. */
  readonly version1?: boolean
  /** Without the outer tag 77. */
  readonly bare?: boolean
}

/** EF.SOD over the data groups. */
export function makeSod(spec: SodSpec): Uint8Array {
  const name = spec.hash ?? 'sha256'
  const hashes = [...spec.dataGroups].map(([group, bytes]) =>
    sequence(integer(group), octets(new Uint8Array(createHash(name).update(bytes).digest()))),
  )
  const versions = sequence(der(0x13, Buffer.from('0108')), der(0x13, Buffer.from('040000')))
  const content = sequence(
    integer(spec.version1 === true ? 1 : 0),
    hashAlgorithm(name),
    sequence(...hashes),
    ...(spec.version1 === true ? [versions] : []),
  )
  const cms = signCms({ ...spec, content })
  return spec.bare === true ? cms : der(0x77, cms)
}

/** A CSCA master list. */
export function makeMasterList(certificates: readonly Uint8Array[], spec: Omit<CmsSpec, 'content'>): Uint8Array {
  const content = sequence(integer(0), setOf(...certificates))
  return signCms({ contentType: oids.masterList, ...spec, content })
}
