import { fromBigInt, toBigInt } from './bytes.ts'
import { modPow } from './mod-pow.ts'

export interface RsaPublicKey {
  readonly modulus: bigint
  readonly exponent: bigint
}

/** No issuer uses longer keys; bounds the work that a hostile card or file can ask for. */
const maxModulusBits = 16_384
const maxExponentBits = 256

/**
 * The bare RSA public operation (RFC 8017 §5.2.2), as long as the modulus; null when the input is not below the
 * modulus or the key is out of bounds. In BigInt, because BoringSSL refuses keys that travel documents do have.
 */
export function rsaPublicOperation(key: RsaPublicKey, input: Uint8Array): Uint8Array | null {
  const modulusBits = key.modulus.toString(2).length
  if (modulusBits > maxModulusBits || key.modulus < 3n || key.exponent < 1n) return null
  if (key.exponent.toString(2).length > maxExponentBits || input.length > Math.ceil(modulusBits / 8) + 1) return null
  const value = toBigInt(input)
  if (value >= key.modulus) return null
  return fromBigInt(modPow(value, key.exponent, key.modulus), Math.ceil(modulusBits / 8))
}
