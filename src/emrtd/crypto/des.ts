import { createCipheriv, createDecipheriv } from 'node:crypto'
import { concat, xorBytes } from './bytes.ts'
import { padIso } from './padding.ts'

/** Block length in bytes. */
export const desBlockLength = 8
const zeroIv = new Uint8Array(desBlockLength)

/** Two-key 3DES in CBC mode, no padding. `key` is 16 bytes, data a multiple of 8. */
export function encryptTripleDes(key: Uint8Array, data: Uint8Array, iv: Uint8Array = zeroIv): Uint8Array {
  return run(createCipheriv('des-ede3-cbc', threeKeys(key), iv), data)
}

/** Inverse of `encryptTripleDes`. */
export function decryptTripleDes(key: Uint8Array, data: Uint8Array, iv: Uint8Array = zeroIv): Uint8Array {
  return run(createDecipheriv('des-ede3-cbc', threeKeys(key), iv), data)
}

/**
 * Retail MAC: ISO/IEC 9797-1 algorithm 3 with DES and padding method 2, zero IV (Doc 9303-11 §9.8.6.2).
 * `key` is 16 bytes; gives 8 bytes.
 */
export function retailMac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const first = key.subarray(0, 8)
  const padded = padIso(message, desBlockLength)
  const head = padded.subarray(0, padded.length - desBlockLength)
  const chained = head.length === 0 ? zeroIv : encryptTripleDes(singleDes(first), head).subarray(-desBlockLength)
  // DES-encrypt, decrypt with the second key, encrypt again: 3DES of the last block.
  return encryptTripleDes(key, xorBytes(padded.subarray(-desBlockLength), chained))
}

/** Sets the parity bit of each byte so that the number of one bits is odd (FIPS 46-3). */
export function adjustDesParity(key: Uint8Array): Uint8Array {
  return key.map((byte) => {
    let ones = 0
    for (let bits = byte >> 1; bits > 0; bits >>= 1) ones += bits & 1
    return (byte & 0xfe) | ((ones & 1) ^ 1)
  })
}

/** BoringSSL has neither des-cbc nor des-ede-cbc: single DES is K|K|K, two-key 3DES K1|K2|K1. */
function singleDes(key: Uint8Array): Uint8Array {
  return concat(key, key)
}

function threeKeys(key: Uint8Array): Uint8Array {
  if (key.length !== 16) throw new RangeError('two-key 3DES needs 16 bytes')
  return concat(key, key.subarray(0, 8))
}

function run(cipher: ReturnType<typeof createCipheriv>, data: Uint8Array): Uint8Array {
  cipher.setAutoPadding(false)
  return concat(cipher.update(data), cipher.final())
}
