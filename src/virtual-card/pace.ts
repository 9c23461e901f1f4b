import { cipherSuites } from '../emrtd/crypto/cipher-suite.ts'
import { deriveKey } from '../emrtd/crypto/kdf.ts'
import { encryptAes } from '../emrtd/crypto/aes.ts'
import { equalBytes, fromAscii, fromBigInt } from '../emrtd/crypto/bytes.ts'
import { encryptTripleDes } from '../emrtd/crypto/des.ts'
import { agreeDh, decodeDh, generateDhKeyPair } from '../emrtd/crypto/dh.ts'
import { decodePoint, encodePoint, generateEcKeyPair } from '../emrtd/crypto/ec.ts'
import { hash } from '../emrtd/crypto/hash.ts'
import { modPow } from '../emrtd/crypto/mod-pow.ts'
import { padIso } from '../emrtd/crypto/padding.ts'
import type { RandomSource } from '../emrtd/crypto/random.ts'
import { domainOf, paceOid, type Domain } from './algorithms.ts'
import { answer, type Answer } from './command-apdu.ts'
import { oid, readObjects, tlv } from './der.ts'
import type { Cipher, PaceOption } from './document.ts'
import { mapByNonces, mapGenerically, nonceLength, type MappedDomain } from './pace-mapping.ts'
import { authenticate, openChannel, type SecureChannel } from './secure-channel.ts'
import { encodeDhValue, sharedSecretBytes, type StaticKey } from './security-data.ts'

/** One run of PACE, card side (Doc 9303-11 §4.4). `step` is the number of GENERAL AUTHENTICATE answered. */
export interface PaceRun {
  option: PaceOption
  domain: Domain
  passwordKey: Uint8Array
  /** Static key of PACE-CAM. */
  staticKey: StaticKey | null
  random: RandomSource
  step: number
  nonce: Uint8Array
  mapped: MappedDomain | null
  mappingKey: bigint | null
  terminalKey: Uint8Array
  chipKey: Uint8Array
  channel: SecureChannel | null
}

export type PacePassword = { kind: 'mrz'; information: string } | { kind: 'can'; can: string }

/** K_pi = KDF(f(pi), 3) (Doc 9303-11 §9.7.3). */
export function passwordKey(cipher: Cipher, password: PacePassword): Uint8Array {
  const secret = password.kind === 'can' ? fromAscii(password.can) : hash('sha1', fromAscii(password.information))
  return deriveKey(secret, 'password', cipher)
}

export function startPace(
  option: PaceOption,
  key: Uint8Array,
  staticKey: StaticKey | null,
  random: RandomSource,
): PaceRun {
  const empty = new Uint8Array(0)
  return {
    option,
    domain: domainOf(option.parameterId),
    passwordKey: key,
    staticKey,
    random,
    step: 0,
    nonce: empty,
    mapped: null,
    mappingKey: null,
    terminalKey: empty,
    chipKey: empty,
    channel: null,
  }
}

function sendNonce(run: PaceRun): Answer {
  const { cipher, mapping } = run.option
  run.nonce = run.random(mapping === 'IM' ? nonceLength(cipher) : 16)
  const encrypt = cipher === '3DES' ? encryptTripleDes : encryptAes
  return answer(0x9000, tlv(0x80, encrypt(run.passwordKey, run.nonce)))
}

function mapNonce(run: PaceRun, mappingData: Uint8Array): Answer {
  const { cipher, mapping } = run.option
  if (mapping === 'IM' && mappingData.length !== cipherSuites[cipher].keyLength) return answer(0x6a80)
  const result =
    mapping === 'IM'
      ? mapByNonces(run.domain, cipher, run.nonce, mappingData)
      : mapGenerically(run.domain, run.nonce, mappingData, run.random)
  run.mapped = result.mapped
  run.mappingKey = result.mappingKey
  return answer(0x9000, tlv(0x82, result.reply))
}

/** Ephemeral keys on the mapped generator, and the shared secret. */
function agreeOnMapped(mapped: MappedDomain, terminalKey: Uint8Array, random: RandomSource) {
  if (mapped.kind === 'DH') {
    const { group, generator } = mapped
    const pair = generateDhKeyPair(group, random, generator)
    return {
      chipKey: encodeDhValue(group, pair.publicKey),
      secret: agreeDh(group, pair.privateKey, decodeDh(group, terminalKey)),
    }
  }
  const { curve, generator } = mapped
  const pair = generateEcKeyPair(curve, random, generator)
  const secret = decodePoint(curve, terminalKey).multiply(pair.privateKey).x
  return { chipKey: encodePoint(curve, pair.publicKey), secret }
}

function agreeOnKeys(run: PaceRun, terminalKey: Uint8Array): Answer {
  const { chipKey, secret } = agreeOnMapped(run.mapped!, terminalKey, run.random)
  if (equalBytes(chipKey, terminalKey)) return answer(0x6300)
  run.terminalKey = terminalKey
  run.chipKey = chipKey
  run.channel = openChannel(run.option.cipher, sharedSecretBytes(run.domain, secret))
  return answer(0x9000, tlv(0x84, chipKey))
}

/** Authentication token over the other side's public key (Doc 9303-11 §4.4.3.4). */
function token(run: PaceRun, publicKey: Uint8Array): Uint8Array {
  const { mapping, cipher } = run.option
  const keyTag = run.domain.kind === 'DH' ? 0x84 : 0x86
  const input = tlv(0x7f49, oid(paceOid(mapping, run.domain.kind, cipher)), tlv(keyTag, publicKey))
  return authenticate(cipher, run.channel!.ksMac, input)
}

/** Chip Authentication Mapping (Doc 9303-11 §4.4.3.5): CA = SK_static^-1 · SK_map mod n, encrypted with the new key. */
function chipAuthenticationData(run: PaceRun, staticKey: StaticKey): Uint8Array {
  if (run.domain.kind !== 'ECDH') throw new RangeError('PACE-CAM is ECDH only')
  const { n } = run.domain.curve
  const proof = (modPow(staticKey.privateKey, n - 2n, n) * run.mappingKey!) % n
  const { ksEnc } = run.channel!
  const iv = encryptAes(ksEnc, new Uint8Array(16).fill(0xff))
  return tlv(0x8a, encryptAes(ksEnc, padIso(fromBigInt(proof, run.domain.curve.orderLength), 16), iv))
}

function authenticateMutually(run: PaceRun, terminalToken: Uint8Array): Answer {
  // A wrong password shows here and nowhere earlier.
  if (!equalBytes(terminalToken, token(run, run.chipKey))) return answer(0x6300)
  const mine = tlv(0x86, token(run, run.terminalKey))
  if (run.staticKey === null) return answer(0x9000, mine)
  return answer(0x9000, Uint8Array.from([...mine, ...chipAuthenticationData(run, run.staticKey)]))
}

/** Which object each step takes (null: an empty template) and what it does. */
const steps: readonly { tag: number | null; run: (run: PaceRun, value: Uint8Array) => Answer }[] = [
  { tag: null, run: sendNonce },
  { tag: 0x81, run: mapNonce },
  { tag: 0x83, run: agreeOnKeys },
  { tag: 0x85, run: authenticateMutually },
]

/**
 * Answers one GENERAL AUTHENTICATE of PACE: contents of the dynamic authentication data in, the same out. Any error
 * ends the run; the caller opens `run.channel` once the fourth step has answered 9000.
 */
export function continuePace(run: PaceRun, contents: Uint8Array): Answer {
  const step = steps[run.step]
  const objects = readObjects(contents)
  if (step === undefined || objects === null) return answer(0x6a80)
  const object = objects[0]
  if ((object?.tag ?? null) !== step.tag || objects.length > 1) return answer(0x6a80)
  run.step++
  try {
    return step.run(run, object?.value ?? new Uint8Array(0))
  } catch {
    // A point off the curve or a number out of the group.
    return answer(0x6a80)
  }
}
