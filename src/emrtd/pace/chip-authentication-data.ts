import { codeOf } from '../failure.ts'
import { cipherSuites, type CipherName } from '../crypto/cipher-suite.ts'
import { unpadIso } from '../crypto/padding.ts'

/**
 * Decrypts the Chip Authentication Data of PACE-CAM: IV = E(KSenc, FF…FF), ISO padding (Doc 9303-11 §4.4.3.5). Empty
 * when they are missing or not decryptable, and then prove nothing.
 */
export function decryptChipAuthenticationData(
  cipher: CipherName,
  ksEnc: Uint8Array,
  encrypted: Uint8Array | null,
): Uint8Array {
  const { blockLength, encrypt, decrypt } = cipherSuites[cipher]
  const nothing = new Uint8Array(0)
  if (encrypted === null || encrypted.length === 0 || encrypted.length % blockLength !== 0) return nothing
  const iv = encrypt(ksEnc, new Uint8Array(blockLength).fill(0xff))
  try {
    return unpadIso(decrypt(ksEnc, encrypted, iv))
  } catch (error) {
    if (codeOf(error) === 'chip_secure_messaging_failed') return nothing
    throw error
  }
}
