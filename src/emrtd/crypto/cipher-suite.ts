import { aesBlockLength, decryptAes, encryptAes } from './aes.ts'
import { aesCmac } from './cmac.ts'
import { decryptTripleDes, desBlockLength, encryptTripleDes, retailMac } from './des.ts'
import type { HashName } from './hash.ts'
import { padIso } from './padding.ts'

/** Ciphers of access control, secure messaging and Chip Authentication (Doc 9303-11 §9.8). */
export type CipherName = '3DES' | 'AES-128' | 'AES-192' | 'AES-256'

/** Last arc of the object identifiers of PACE and Chip Authentication, and order of strength. */
export const cipherArcs: Record<number, CipherName> = { 1: '3DES', 2: 'AES-128', 3: 'AES-192', 4: 'AES-256' }

/** Lengths in bytes. MACs are 8 bytes. */
export interface CipherSuite {
  readonly keyLength: number
  readonly blockLength: number
  /** Hash of the key derivation function (§9.7.1). */
  readonly keyHash: HashName
  encrypt(key: Uint8Array, data: Uint8Array, iv?: Uint8Array): Uint8Array
  decrypt(key: Uint8Array, data: Uint8Array, iv?: Uint8Array): Uint8Array
  /** MAC of an authentication token (§4.4.3.4): the MAC does its own padding. */
  tokenMac(key: Uint8Array, message: Uint8Array): Uint8Array
  /** MAC of secure messaging (§9.8.6): ISO padding always. */
  messageMac(key: Uint8Array, message: Uint8Array): Uint8Array
  /** Initialisation vector of secure messaging: zero for 3DES, the encrypted counter for AES (§9.8.6.1). */
  messageIv(key: Uint8Array, counter: Uint8Array): Uint8Array
}

const macLength = 8

const tripleDes: CipherSuite = {
  keyLength: 16,
  blockLength: desBlockLength,
  keyHash: 'sha1',
  encrypt: encryptTripleDes,
  decrypt: decryptTripleDes,
  tokenMac: retailMac,
  messageMac: retailMac,
  messageIv: () => new Uint8Array(desBlockLength),
}

const aes = (keyLength: number, keyHash: HashName): CipherSuite => ({
  keyLength,
  blockLength: aesBlockLength,
  keyHash,
  encrypt: encryptAes,
  decrypt: decryptAes,
  tokenMac: (key, message) => aesCmac(key, message).subarray(0, macLength),
  messageMac: (key, message) => aesCmac(key, padIso(message, aesBlockLength)).subarray(0, macLength),
  messageIv: (key, counter) => encryptAes(key, counter),
})

export const cipherSuites: Record<CipherName, CipherSuite> = {
  '3DES': tripleDes,
  'AES-128': aes(16, 'sha1'),
  'AES-192': aes(24, 'sha256'),
  'AES-256': aes(32, 'sha256'),
}
