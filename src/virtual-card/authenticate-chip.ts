import { concat, fromBigInt } from '../emrtd/crypto/bytes.ts'
import { agreeDh, decodeDh } from '../emrtd/crypto/dh.ts'
import { decodePoint } from '../emrtd/crypto/ec.ts'
import { signEcdsa } from '../emrtd/crypto/ecdsa.ts'
import { hash, hashLengths, type HashName } from '../emrtd/crypto/hash.ts'
import type { RandomSource } from '../emrtd/crypto/random.ts'
import { integer, sequence } from './der.ts'
import type { ActiveAuthenticationOption, Cipher } from './document.ts'
import { rsaPrivateOperation, type SigningKey } from './pki/signing-key.ts'
import { openChannel, type SecureChannel } from './secure-channel.ts'
import { sharedSecretBytes, type StaticKey } from './security-data.ts'

/** New session keys of Chip Authentication (Doc 9303-11 §6.2); null when the terminal's key is not of the domain. */
export function agreeChipAuthentication(key: StaticKey, cipher: Cipher, terminalKey: Uint8Array): SecureChannel | null {
  const { domain, privateKey } = key
  try {
    const secret =
      domain.kind === 'DH'
        ? agreeDh(domain.group, privateKey, decodeDh(domain.group, terminalKey))
        : decodePoint(domain.curve, terminalKey).multiply(privateKey).x
    return openChannel(cipher, sharedSecretBytes(domain, secret))
  } catch {
    return null
  }
}

/** ISO/IEC 9796-2 trailers: BC means SHA-1, the others name their hash (ISO/IEC 10118-3). */
const trailers: Record<HashName, readonly number[]> = {
  sha1: [0xbc],
  sha224: [0x38, 0xcc],
  sha256: [0x34, 0xcc],
  sha384: [0x36, 0xcc],
  sha512: [0x35, 0xcc],
}

/** Message representative of ISO/IEC 9796-2 scheme 1 with partial recovery: 6A, M1, H(M1 || challenge), trailer. */
export function recoverableMessage(
  lengthBytes: number,
  name: HashName,
  m1: Uint8Array,
  challenge: Uint8Array,
  trailer: readonly number[] = trailers[name],
): Uint8Array {
  const whole = concat(Uint8Array.of(0x6a), m1, hash(name, m1, challenge), Uint8Array.from(trailer))
  if (whole.length !== lengthBytes) throw new RangeError('M1 does not fill the key')
  return whole
}

/** Length of M1 in bytes for a key of that length. */
export const recoverableLength = (keyBytes: number, name: HashName, trailer: readonly number[] = trailers[name]) =>
  keyBytes - 1 - hashLengths[name] - trailer.length

/** The chip's signature over the terminal's challenge (Doc 9303-11 §6.1.2). */
export function answerActiveAuthentication(
  option: ActiveAuthenticationOption,
  key: SigningKey,
  challenge: Uint8Array,
  random: RandomSource,
): Uint8Array {
  if (option.kind === 'rsa' && key.kind === 'rsa') {
    const keyBytes = option.modulusBits / 8
    const m1 = random(recoverableLength(keyBytes, option.hash, option.trailer))
    return rsaPrivateOperation(key, recoverableMessage(keyBytes, option.hash, m1, challenge, option.trailer))
  }
  if (option.kind !== 'ecdsa' || key.kind !== 'ec') throw new RangeError('key does not fit the option')
  const { r, s } = signEcdsa(key.curve, key.privateKey, hash(option.hash, challenge), random)
  if (option.encoding === 'der') return sequence(integer(r), integer(s))
  const { orderLength } = key.curve
  return concat(fromBigInt(r, orderLength), fromBigInt(s, orderLength))
}
