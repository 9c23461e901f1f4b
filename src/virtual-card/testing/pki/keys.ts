import { constants, generateKeyPairSync, sign as signRsa, type KeyObject } from 'node:crypto'
import { fromBigInt } from '../../../emrtd/crypto/bytes.ts'
import { curveNamed, encodePoint, generateEcKeyPair, type CurveName } from '../../../emrtd/crypto/ec.ts'
import { signEcdsa } from '../../../emrtd/crypto/ecdsa.ts'
import { hash, hashLengths, type HashName } from '../../../emrtd/crypto/hash.ts'
import { systemRandom } from '../../../emrtd/crypto/random.ts'
import { bits, der, integer, nothing, octets, oid, sequence } from './der.ts'

/** How a test signature is made; the algorithm identifier says the same, except where an oddity is asked for. */
export interface SignatureSpec {
  readonly scheme: 'pkcs1' | 'pss' | 'ecdsa'
  readonly hash: HashName
  /** RSA: the identifier rsaEncryption, which names no hash. */
  readonly bare?: boolean
  /** ECDSA: r | s in place of DER. */
  readonly plain?: boolean
  /** ECDSA: a superfluous 00 before each integer. */
  readonly extraZero?: boolean
}

export interface TestKey {
  readonly spki: Uint8Array
  /** Algorithm identifier and signature. */
  readonly sign: (data: Uint8Array, spec: SignatureSpec) => { algorithm: Uint8Array; signature: Uint8Array }
}

export const hashOids: Record<HashName, string> = {
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
}
const pkcs1Arcs: Record<HashName, number> = { sha1: 5, sha224: 14, sha256: 11, sha384: 12, sha512: 13 }
const ecdsaArcs: Record<HashName, string> = { sha1: '1', sha224: '3.1', sha256: '3.2', sha384: '3.3', sha512: '3.4' }
const plainArcs: Record<HashName, number> = { sha1: 1, sha224: 2, sha256: 3, sha384: 4, sha512: 5 }

export const hashAlgorithm = (name: HashName) => sequence(oid(hashOids[name]), nothing)

/** An RSA key pair. */
export function makeRsaKey(modulusLength = 2048): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength })
  return {
    spki: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    sign: (data, spec) => ({ algorithm: rsaAlgorithm(spec), signature: rsaSignature(privateKey, data, spec) }),
  }
}

function rsaAlgorithm({ scheme, bare, hash: name }: SignatureSpec): Uint8Array {
  if (scheme === 'pkcs1') return sequence(oid(`1.2.840.113549.1.1.${bare === true ? 1 : pkcs1Arcs[name]}`), nothing)
  const mask = sequence(oid('1.2.840.113549.1.1.8'), hashAlgorithm(name))
  const params = [der(0xa0, hashAlgorithm(name)), der(0xa1, mask), der(0xa2, integer(hashLengths[name]))]
  return sequence(oid('1.2.840.113549.1.1.10'), sequence(...params))
}

function rsaSignature(key: KeyObject, data: Uint8Array, { scheme, hash: name }: SignatureSpec): Uint8Array {
  const padding = scheme === 'pss' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING
  return new Uint8Array(signRsa(name, data, { key, padding, saltLength: hashLengths[name] }))
}

export interface EcKeyOptions {
  /** Spells the curve out in place of naming it. */
  readonly explicit?: boolean
  /** Names another curve than the key is on. */
  readonly declaredAs?: CurveName
  readonly compressed?: boolean
}

/** An elliptic-curve key pair on any supported curve, under OpenSSL and BoringSSL alike. */
export function makeEcKey(name: CurveName, options: EcKeyOptions = {}): TestKey {
  const curve = curveNamed(name)
  const { privateKey, publicKey } = generateEcKeyPair(curve, systemRandom)
  const declared = options.declaredAs ?? name
  const parameters = options.explicit === true ? explicitParameters(declared) : oid(curveNamed(declared).oid)
  const point = options.compressed === true ? publicKey.toBytes(true) : encodePoint(curve, publicKey)
  return {
    spki: sequence(sequence(oid('1.2.840.10045.2.1'), parameters), bits(point)),
    sign: (data, spec) => {
      const { r, s } = signEcdsa(curve, privateKey, hash(spec.hash, data), systemRandom)
      const arcs =
        spec.plain === true
          ? `0.4.0.127.0.7.1.1.4.1.${plainArcs[spec.hash]}`
          : `1.2.840.10045.4.${ecdsaArcs[spec.hash]}`
      return { algorithm: sequence(oid(arcs)), signature: ecSignature(r, s, curve.orderLength, spec) }
    },
  }
}

function ecSignature(r: bigint, s: bigint, length: number, spec: SignatureSpec): Uint8Array {
  if (spec.plain === true) return Uint8Array.of(...fromBigInt(r, length), ...fromBigInt(s, length))
  const padded = (value: bigint) => der(0x02, Uint8Array.of(0, ...integer(value).subarray(2)))
  return spec.extraZero === true ? sequence(padded(r), padded(s)) : sequence(integer(r), integer(s))
}

function explicitParameters(name: CurveName): Uint8Array {
  const curve = curveNamed(name)
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
