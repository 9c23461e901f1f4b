import { equalBytes, concat, fromHex, toBigInt } from '../crypto/bytes.ts'
import type { EcdsaSignature } from '../crypto/ecdsa.ts'
import { verifyEcdsaOver } from '../crypto/ecdsa-engine.ts'
import { hash, hashLengths, type HashName } from '../crypto/hash.ts'
import { rsaPublicOperation, type RsaPublicKey } from '../crypto/rsa.ts'
import { codeOf } from '../failure.ts'
import { hashWithOid, signaturesByOid } from './algorithms.ts'
import { oidOf, readBer, sequenceOf, unsignedOf } from '../tlv/ber.ts'
import { mgf1 } from './mgf1.ts'
import type { PublicKey } from './spki.ts'

export type SignatureOutcome = 'valid' | 'invalid' | 'unsupported'

export interface SignedBytes {
  /** DER AlgorithmIdentifier as found beside the signature. */
  readonly algorithm: Uint8Array
  readonly signature: Uint8Array
  readonly data: Uint8Array
  /** Hash named elsewhere (CMS digestAlgorithm), for identifiers that name none or the wrong one. */
  readonly hashHint?: HashName | null
}

/**
 * Verifies RSA PKCS#1 v1.5, RSA-PSS or ECDSA (DER or plain) over `data`. The identifier of a signature made by a key
 * of the other kind is `invalid`, an unknown one `unsupported`. Fails with `chip_data_malformed`.
 */
export function verifySignature(key: PublicKey, signed: SignedBytes): SignatureOutcome {
  const [oid, parameters] = sequenceOf(readBer(signed.algorithm))
  const known = signaturesByOid[oidOf(oid)]
  if (known === undefined) return 'unsupported'
  const declared = hashNamedBy(signed.algorithm)
  const hashes = new Set([declared, signed.hashHint ?? null].filter((name) => name !== null))
  if (hashes.size === 0) return 'unsupported'
  if ((known.scheme === 'ecdsa') !== (key.kind === 'ec')) return 'invalid'
  for (const name of hashes) {
    const ok =
      key.kind === 'ec'
        ? signatureForms(signed.signature, key.curve.orderLength).some((form) =>
            verifyEcdsaOver(key.curve, key.point, name, signed.data, form),
          )
        : verifyRsa(key, known.scheme, name, hash(name, signed.data), signed.signature, parameters?.raw)
    if (ok) return 'valid'
  }
  return 'invalid'
}

/** The hash that an AlgorithmIdentifier (DER) names; null where it names none that is known here. Fails with `chip_data_malformed`. */
export function hashNamedBy(algorithm: Uint8Array): HashName | null {
  const [oid, parameters] = sequenceOf(readBer(algorithm))
  const known = signaturesByOid[oidOf(oid)]
  return known?.scheme === 'pss' ? pssHash(parameters?.raw) : (known?.hash ?? null)
}

function verifyRsa(
  key: RsaPublicKey,
  scheme: string,
  name: HashName,
  digest: Uint8Array,
  signature: Uint8Array,
  parameters: Uint8Array | undefined,
): boolean {
  const encoded = rsaPublicOperation(key, signature)
  if (encoded === null) return false
  if (scheme === 'pkcs1') return isPkcs1(encoded, name, digest)
  const mask = pssMaskHash(parameters) ?? name
  return isPss(encoded, key.modulus.toString(2).length - 1, name, mask, digest)
}

/** Pairs (r, s) that the bytes can mean: SEQUENCE of two INTEGERs (perhaps with an extra 00), or r | s of equal length. */
export function signatureForms(signature: Uint8Array, orderLength: number): EcdsaSignature[] {
  const forms: EcdsaSignature[] = []
  const derived = readDerSignature(signature)
  if (derived !== null) forms.push(derived)
  if (signature.length % 2 === 0 && signature.length > 0 && signature.length <= 2 * orderLength + 2) {
    const half = signature.length / 2
    forms.push({ r: toBigInt(signature.subarray(0, half)), s: toBigInt(signature.subarray(half)) })
  }
  return forms
}

function readDerSignature(signature: Uint8Array): EcdsaSignature | null {
  if (signature[0] !== 0x30) return null
  try {
    const [r, s] = sequenceOf(readBer(signature))
    return { r: unsignedOf(r), s: unsignedOf(s) }
  } catch (error) {
    if (codeOf(error) === 'chip_data_malformed') return null
    throw error
  }
}

/** DigestInfo prefixes of RFC 8017 §9.2, with the NULL and (as RFC 8017 §A.2.4 says to accept) without. */
const digestInfoOids: Record<HashName, string> = {
  sha1: '06052b0e03021a',
  sha224: '0609608648016503040204',
  sha256: '0609608648016503040201',
  sha384: '0609608648016503040202',
  sha512: '0609608648016503040203',
}

/** EMSA-PKCS1-v1_5 (RFC 8017 §9.2): the whole block is built and compared, never parsed. */
function isPkcs1(encoded: Uint8Array, name: HashName, digest: Uint8Array): boolean {
  const oid = fromHex(digestInfoOids[name])
  return [Uint8Array.of(5, 0), new Uint8Array()].some((nothing) => {
    const algorithm = concat(Uint8Array.of(0x30, oid.length + nothing.length), oid, nothing)
    const body = concat(algorithm, Uint8Array.of(4, digest.length), digest)
    const info = concat(Uint8Array.of(0x30, body.length), body)
    const padding = encoded.length - info.length - 3
    if (padding < 8) return false
    return equalBytes(encoded, concat(Uint8Array.of(0, 1), new Uint8Array(padding).fill(0xff), Uint8Array.of(0), info))
  })
}

/** EMSA-PSS-VERIFY (RFC 8017 §9.1.2) for a salt of any length: issuers declare other lengths than they use. */
function isPss(encoded: Uint8Array, bits: number, name: HashName, mask: HashName, digest: Uint8Array): boolean {
  const length = Math.ceil(bits / 8)
  const extra = encoded.length - length
  if (encoded.subarray(0, extra).some((byte) => byte !== 0)) return false
  const block = encoded.subarray(extra)
  const hashLength = hashLengths[name]
  if (length < hashLength + 2 || block[length - 1] !== 0xbc) return false
  const masked = block.subarray(0, length - hashLength - 1)
  const hashed = block.subarray(length - hashLength - 1, length - 1)
  const unusedBits = 8 * length - bits
  if ((masked[0] ?? 0) >> (8 - unusedBits) !== 0 && unusedBits > 0) return false
  const stream = mgf1(mask, hashed, masked.length)
  const db = masked.map((byte, i) => byte ^ (stream[i] ?? 0))
  db[0] = (db[0] ?? 0) & (0xff >> unusedBits)
  const separator = db.findIndex((byte) => byte !== 0)
  if (separator < 0 || db[separator] !== 1) return false
  return equalBytes(hashed, hash(name, new Uint8Array(8), digest, db.subarray(separator + 1)))
}

/** Hash of RSASSA-PSS-params; SHA-1 when not stated (RFC 8017 §A.2.3). */
function pssHash(parameters: Uint8Array | undefined): HashName | null {
  const oid = pssField(parameters, 0xa0, (field) => oidOf(sequenceOf(field)[0]))
  return oid === null ? 'sha1' : hashWithOid(oid)
}

/** Hash of MGF1; null when not stated. */
function pssMaskHash(parameters: Uint8Array | undefined): HashName | null {
  const oid = pssField(parameters, 0xa1, (field) => oidOf(sequenceOf(sequenceOf(field)[1])[0]))
  return oid === null ? null : hashWithOid(oid)
}

function pssField(
  parameters: Uint8Array | undefined,
  tag: number,
  read: (inner: ReturnType<typeof readBer>) => string,
): string | null {
  if (parameters === undefined || parameters[0] !== 0x30) return null
  const field = sequenceOf(readBer(parameters)).find((child) => child.tag === tag)
  return field === undefined ? null : read(readBer(field.value))
}
