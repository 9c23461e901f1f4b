import { fromBigInt } from '../emrtd/crypto/bytes.ts'
import { encodePoint, generateEcKeyPair } from '../emrtd/crypto/ec.ts'
import { encodeDh, generateDhKeyPair, type DhGroup } from '../emrtd/crypto/dh.ts'
import type { HashName } from '../emrtd/crypto/hash.ts'
import type { RandomSource } from '../emrtd/crypto/random.ts'
import { chipAuthenticationOid, domainOf, paceOid, publicKeyOid, type Domain } from './algorithms.ts'
import { bits, integer, oid, sequence, setOf } from './der.ts'
import type { ActiveAuthenticationOption, ChipAuthenticationOption, PaceOption } from './document.ts'
import { ecPublicKeyInfo } from './pki/signing-key.ts'

/** A static key pair of the chip, for Chip Authentication or for PACE with Chip Authentication Mapping. */
export interface StaticKey {
  domain: Domain
  privateKey: bigint
  /** Encoded as protocols send it: 04 | x | y, or the DH value in the modulus's length. */
  publicKey: Uint8Array
}

export function makeStaticKey(parameterId: number, random: RandomSource): StaticKey {
  const domain = domainOf(parameterId)
  if (domain.kind === 'DH') {
    const pair = generateDhKeyPair(domain.group, random)
    return { domain, privateKey: pair.privateKey, publicKey: encodeDh(domain.group, pair.publicKey) }
  }
  const pair = generateEcKeyPair(domain.curve, random)
  return { domain, privateKey: pair.privateKey, publicKey: encodePoint(domain.curve, pair.publicKey) }
}

/** PACEInfo (Doc 9303-11 §9.2.1), version 2. */
export function paceInfo(option: PaceOption): Uint8Array {
  const { kind } = domainOf(option.parameterId)
  return sequence(oid(paceOid(option.mapping, kind, option.cipher)), integer(2), integer(option.parameterId))
}

/** SubjectPublicKeyInfo of a DH key with its domain parameters (ANSI X9.42, RFC 3279 §2.3.3). */
function dhPublicKeyInfo(key: StaticKey & { domain: { kind: 'DH' } }): Uint8Array {
  const { p, g, q } = key.domain.group
  const parameters = sequence(integer(p), integer(g), integer(q))
  return sequence(sequence(oid('1.2.840.10046.2.1'), parameters), bits(integer(key.publicKey)))
}

function staticPublicKeyInfo(key: StaticKey): Uint8Array {
  if (key.domain.kind === 'ECDH') return ecPublicKeyInfo(key.domain.curve, key.publicKey)
  return dhPublicKeyInfo({ ...key, domain: key.domain })
}

/** ChipAuthenticationInfo and ChipAuthenticationPublicKeyInfo (Doc 9303-11 §9.2.5-6) as DG14 carries them. */
export function chipAuthenticationInfos(option: ChipAuthenticationOption, key: StaticKey): Uint8Array[] {
  const { kind } = key.domain
  const keyId = option.keyId === null ? [] : [integer(option.keyId)]
  const publicKeyInfo = sequence(oid(publicKeyOid(kind)), staticPublicKeyInfo(key), ...keyId)
  if (option.keyOnly) return [publicKeyInfo]
  return [sequence(oid(chipAuthenticationOid(kind, option.cipher)), integer(1), ...keyId), publicKeyInfo]
}

/** The key of PACE-CAM in EF.CardSecurity: standardised domain parameters by number, the parameter id as key id. */
export function mappingPublicKeyInfo(parameterId: number, key: StaticKey): Uint8Array {
  const algorithm = sequence(oid('0.4.0.127.0.7.1.2'), integer(parameterId))
  return sequence(oid(publicKeyOid('ECDH')), sequence(algorithm, bits(key.publicKey)), integer(parameterId))
}

const plainEcdsaArcs: Record<HashName, number> = { sha1: 1, sha224: 2, sha256: 3, sha384: 4, sha512: 5 }

/** ActiveAuthenticationInfo (Doc 9303-11 §9.2.4): ECDSA only, the hash named by its plain-format identifier. */
export function activeAuthenticationInfos(option: ActiveAuthenticationOption | null): Uint8Array[] {
  if (option?.kind !== 'ecdsa' || option.announcedHash === null) return []
  const arc = plainEcdsaArcs[option.announcedHash ?? option.hash]
  return [sequence(oid('2.23.136.1.1.5'), integer(1), oid(`0.4.0.127.0.7.1.1.4.1.${arc}`))]
}

/** SecurityInfos ::= SET OF SecurityInfo. */
export const securityInfos = (infos: readonly Uint8Array[]) => setOf(...infos)

/**
 * A DH value as it travels: an unsigned integer in as few bytes as hold it (BSI TR-03110-3 §D.2.1.1), so that one key in
 * 256 is a byte shorter than the modulus.
 */
export function encodeDhValue(group: DhGroup, value: bigint): Uint8Array {
  const bytes = encodeDh(group, value)
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0))
}

/**
 * Shared secret of a key agreement: the x coordinate, or the DH value, in the field's length (BSI TR-03111 §4.3.1,
 * PKCS #3 §8.3).
 */
export function sharedSecretBytes(domain: Domain, value: bigint): Uint8Array {
  return domain.kind === 'DH' ? encodeDh(domain.group, value) : fromBigInt(value, domain.curve.fieldLength)
}
