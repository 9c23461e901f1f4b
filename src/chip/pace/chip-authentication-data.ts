import { cipherSuites, type CipherName } from '../cipher-suite.ts'
import { unpadIso } from '../crypto/padding.ts'
import { Failure } from '../../contract/failure.ts'

/** Decrypts the Chip Authentication Data of PACE-CAM: IV = E(KSenc, FF…FF), ISO padding (Doc 9303-11 §4.4.3.5). */
export function decryptChipAuthenticationData(
  cipher: CipherName,
  ksEnc: Uint8Array,
  encrypted: Uint8Array,
): Uint8Array {
  const { blockLength, encrypt, decrypt } = cipherSuites[cipher]
  if (encrypted.length === 0 || encrypted.length % blockLength !== 0) {
    throw new Failure('chip_response_malformed', 'chip authentication data length')
  }
  const iv = encrypt(ksEnc, new Uint8Array(blockLength).fill(0xff))
  return unpadIso(decrypt(ksEnc, encrypted, iv))
}
