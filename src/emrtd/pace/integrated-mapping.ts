import { cipherSuites, type CipherName } from '../crypto/cipher-suite.ts'
import { concat, fromHex, toBigInt } from '../crypto/bytes.ts'

/** Constants c0 and c1 of Doc 9303-11 §4.4.3.3.2, by length of the nonce s. */
const shortConstants = {
  c0: fromHex('A668892A7C41E3CA739F40B057D85904'),
  c1: fromHex('A4E136AC725F738B01C1F60217C188AD'),
}
const longConstants = {
  c0: fromHex('D463D65234124EF7897054986DCA0A174E28DF758CBAA03F240616414D5A1676'),
  c1: fromHex('54BD7255F0AAF831BEC3423FCF39D69B6CBF066677D0FAAE5AADD99DF8E53517'),
}

/** R_p(s, t): the chip's nonce s and the terminal's nonce t, as long as a key, become an integer below `prime` (§4.4.3.3.2). */
export function mapNonces(cipher: CipherName, s: Uint8Array, t: Uint8Array, prime: bigint): bigint {
  const { encrypt, keyLength } = cipherSuites[cipher]
  const { c0, c1 } = keyLength > 16 ? longConstants : shortConstants
  const wantedBits = prime.toString(2).length + 64
  const parts: Uint8Array[] = []
  let key = encrypt(t, s).subarray(0, keyLength)
  for (let bits = 0; bits < wantedBits; bits += 8 * c1.length) {
    parts.push(encrypt(key, c1))
    key = encrypt(key, c0).subarray(0, keyLength)
  }
  return toBigInt(concat(...parts)) % prime
}
