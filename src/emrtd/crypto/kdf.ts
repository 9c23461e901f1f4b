import { cipherSuites, type CipherName } from './cipher-suite.ts'
import { adjustDesParity } from './des.ts'
import { hash } from './hash.ts'

/** What a derived key is for: the counter of Doc 9303-11 §9.7.1. */
const counters = { enc: 1, mac: 2, password: 3 } as const
export type KeyPurpose = keyof typeof counters

/** Key derivation function of Doc 9303-11 §9.7.1; the key has the cipher's length, DES keys their parity bits. */
export function deriveKey(secret: Uint8Array, purpose: KeyPurpose, cipher: CipherName): Uint8Array {
  const { keyHash, keyLength } = cipherSuites[cipher]
  const key = hash(keyHash, secret, Uint8Array.of(0, 0, 0, counters[purpose])).slice(0, keyLength)
  return cipher === '3DES' ? adjustDesParity(key) : key
}
