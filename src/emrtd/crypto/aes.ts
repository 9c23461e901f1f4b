import { createCipheriv, createDecipheriv } from 'node:crypto'
import { concat } from './bytes.ts'

/** Block length in bytes. */
export const aesBlockLength = 16
const zeroIv = new Uint8Array(aesBlockLength)

/** AES in CBC mode, no padding. `key` is 16, 24 or 32 bytes, data a multiple of 16. */
export function encryptAes(key: Uint8Array, data: Uint8Array, iv: Uint8Array = zeroIv): Uint8Array {
  return run(createCipheriv(`aes-${key.length * 8}-cbc`, key, iv), data)
}

/** Inverse of `encryptAes`. */
export function decryptAes(key: Uint8Array, data: Uint8Array, iv: Uint8Array = zeroIv): Uint8Array {
  return run(createDecipheriv(`aes-${key.length * 8}-cbc`, key, iv), data)
}

function run(cipher: ReturnType<typeof createCipheriv>, data: Uint8Array): Uint8Array {
  cipher.setAutoPadding(false)
  return concat(cipher.update(data), cipher.final())
}
