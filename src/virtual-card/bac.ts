import { concat, equalBytes, fromAscii, toBigInt, xorBytes } from '../emrtd/crypto/bytes.ts'
import { decryptTripleDes, encryptTripleDes, retailMac } from '../emrtd/crypto/des.ts'
import { hash } from '../emrtd/crypto/hash.ts'
import type { RandomSource } from '../emrtd/crypto/random.ts'
import { deriveKey } from '../emrtd/crypto/kdf.ts'
import { openChannel, type SecureChannel } from './secure-channel.ts'

/** Card side of Basic Access Control's EXTERNAL AUTHENTICATE (Doc 9303-11 §4.3). */
export interface BacResult {
  reply: Uint8Array
  channel: SecureChannel
}

/** Checks the terminal's cryptogram under the document basic access keys; null when it is not right. */
export function answerBac(
  mrzInformation: string,
  challenge: Uint8Array,
  data: Uint8Array,
  random: RandomSource,
): BacResult | null {
  const seed = hash('sha1', fromAscii(mrzInformation)).slice(0, 16)
  const kEnc = deriveKey(seed, 'enc', '3DES')
  const kMac = deriveKey(seed, 'mac', '3DES')
  if (data.length !== 40) return null
  const cryptogram = data.subarray(0, 32)
  if (!equalBytes(data.subarray(32), retailMac(kMac, cryptogram))) return null
  const plain = decryptTripleDes(kEnc, cryptogram)
  const terminalChallenge = plain.slice(0, 8)
  if (!equalBytes(plain.slice(8, 16), challenge)) return null
  const chipKey = random(16)
  const reply = encryptTripleDes(kEnc, concat(challenge, terminalChallenge, chipKey))
  const counter = toBigInt(concat(challenge.slice(4), terminalChallenge.slice(4)))
  const channel = openChannel('3DES', xorBytes(plain.slice(16), chipKey), counter)
  return { reply: concat(reply, retailMac(kMac, reply)), channel }
}
