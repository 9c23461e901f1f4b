import { constants, createPrivateKey, generateKeyPairSync, privateEncrypt, sign, type KeyObject } from 'node:crypto'
import { encodePoint, curveNamed, generateEcKeyPair, type Curve, type CurveName } from '../../emrtd/crypto/ec.ts'
import { fromBigInt } from '../../emrtd/crypto/bytes.ts'
import { signEcdsa } from '../../emrtd/crypto/ecdsa.ts'
import { hash, hashLengths, type HashName } from '../../emrtd/crypto/hash.ts'
import type { RandomSource } from '../../emrtd/crypto/random.ts'
import { bits, explicit, integer, nothing, octets, oid, sequence } from '../der.ts'

export type SigningKey = EcSigningKey | RsaSigningKey

interface EcSigningKey {
  kind: 'ec'
  curve: Curve
  privateKey: bigint
  /** SubjectPublicKeyInfo, DER. */
  publicKeyInfo: Uint8Array
  /** Contents of its BIT STRING: what key identifiers hash. */
  publicKey: Uint8Array
}

interface RsaSigningKey {
  kind: 'rsa'
  privateKey: KeyObject
  publicKeyInfo: Uint8Array
  publicKey: Uint8Array
}

export const hashOids: Record<HashName, string> = {
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
}
const ecdsaOids: Record<HashName, string> = {
  sha1: '1.2.840.10045.4.1',
  sha224: '1.2.840.10045.4.3.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
}
const rsaOids: Record<HashName, string> = {
  sha1: '1.2.840.113549.1.1.5',
  sha224: '1.2.840.113549.1.1.14',
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
  sha512: '1.2.840.113549.1.1.13',
}

/** How a signature is made; `bare` names rsaEncryption without a hash, as some signers do. */
export type SignatureScheme = { hash: HashName; rsa?: 'pkcs1' | 'pss' | 'bare' }

/** The domain parameters written out instead of named (RFC 3279 §2.3.5, forbidden by RFC 5480, used by most States). */
export function explicitParameters(curve: Curve): Uint8Array {
  const element = (value: bigint) => octets(fromBigInt(value, curve.fieldLength))
  return sequence(
    integer(1),
    sequence(oid('1.2.840.10045.1.1'), integer(curve.p)),
    sequence(element(curve.a), element(curve.b)),
    octets(encodePoint(curve, curve.Point.BASE)),
    integer(curve.n),
    integer(1),
  )
}

/** SubjectPublicKeyInfo of an EC point; `parameters` replaces the curve's name. */
export function ecPublicKeyInfo(curve: Curve, point: Uint8Array, parameters?: Uint8Array): Uint8Array {
  return sequence(sequence(oid('1.2.840.10045.2.1'), parameters ?? oid(curve.oid)), bits(point))
}

export function makeEcKey(
  name: CurveName,
  random: RandomSource,
  form: { explicit?: boolean; declaredAs?: CurveName } = {},
): SigningKey {
  const curve = curveNamed(name)
  const pair = generateEcKeyPair(curve, random)
  const publicKey = encodePoint(curve, pair.publicKey)
  const declared = form.declaredAs === undefined ? curve : curveNamed(form.declaredAs)
  const parameters = form.explicit ? explicitParameters(declared) : undefined
  return {
    kind: 'ec',
    curve,
    privateKey: pair.privateKey,
    publicKey,
    publicKeyInfo: ecPublicKeyInfo(declared, publicKey, parameters),
  }
}

/** RSA keys come from the operating system's random numbers: nobody needs them to be reproducible. */
export function makeRsaKey(modulusBits: number): SigningKey {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: modulusBits,
    publicKeyEncoding: { type: 'pkcs1', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  const publicKey = Uint8Array.from(pair.publicKey)
  const privateKey = createPrivateKey({ key: pair.privateKey, type: 'pkcs8', format: 'der' })
  const publicKeyInfo = sequence(sequence(oid('1.2.840.113549.1.1.1'), nothing()), bits(publicKey))
  return { kind: 'rsa', privateKey, publicKey, publicKeyInfo }
}

/** RFC 4055 §3.1; the salt is as long as the digest. */
function pssAlgorithm(name: HashName): Uint8Array {
  const digest = sequence(oid(hashOids[name]), nothing())
  const mask = sequence(oid('1.2.840.113549.1.1.8'), digest)
  const parameters = sequence(explicit(0, digest), explicit(1, mask), explicit(2, integer(hashLengths[name])))
  return sequence(oid('1.2.840.113549.1.1.10'), parameters)
}

/** AlgorithmIdentifier of a signature. */
export function signatureAlgorithm(key: SigningKey, scheme: SignatureScheme): Uint8Array {
  if (key.kind === 'ec') return sequence(oid(ecdsaOids[scheme.hash]))
  if (scheme.rsa === 'pss') return pssAlgorithm(scheme.hash)
  return sequence(oid(scheme.rsa === 'bare' ? '1.2.840.113549.1.1.1' : rsaOids[scheme.hash]), nothing())
}

/** Signature value as X.509 and CMS carry it. */
export function signWith(
  key: SigningKey,
  scheme: SignatureScheme,
  message: Uint8Array,
  random: RandomSource,
): Uint8Array {
  if (key.kind === 'ec') {
    const { r, s } = signEcdsa(key.curve, key.privateKey, hash(scheme.hash, message), random)
    return sequence(integer(r), integer(s))
  }
  const isPss = scheme.rsa === 'pss'
  const padding = isPss ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING
  const salt = isPss ? { saltLength: hashLengths[scheme.hash] } : {}
  return Uint8Array.from(sign(scheme.hash, message, { key: key.privateKey, padding, ...salt }))
}

/** The bare RSA private operation over a block as long as the modulus (ISO/IEC 9796-2 signatures). */
export function rsaPrivateOperation(key: RsaSigningKey, block: Uint8Array): Uint8Array {
  return Uint8Array.from(privateEncrypt({ key: key.privateKey, padding: constants.RSA_NO_PADDING }, block))
}
