import { aesBlockLength, encryptAes } from './aes.ts'
import { xorBytes } from './bytes.ts'
import { padIso } from './padding.ts'

/** AES-CMAC (RFC 4493, SP 800-38B) with a key of 16, 24 or 32 bytes; gives 16 bytes. Doc 9303 keeps the first 8. */
export function aesCmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const whole = message.length > 0 && message.length % aesBlockLength === 0
  const blocks = whole ? message.slice() : padIso(message, aesBlockLength)
  const k1 = double(encryptAes(key, new Uint8Array(aesBlockLength)))
  const last = blocks.length - aesBlockLength
  blocks.set(xorBytes(blocks.subarray(last), whole ? k1 : double(k1)), last)
  return encryptAes(key, blocks).slice(-aesBlockLength)
}

/** Multiplication by x in GF(2^128), RFC 4493 §2.3. */
function double(block: Uint8Array): Uint8Array {
  const carry = (block[0] ?? 0) >> 7
  const shifted = block.map((byte, i) => ((byte << 1) | ((block[i + 1] ?? 0) >> 7)) & 0xff)
  shifted[aesBlockLength - 1] = (shifted[aesBlockLength - 1] ?? 0) ^ (carry * 0x87)
  return shifted
}
