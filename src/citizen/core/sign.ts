import { PublicJwk } from '../../contract/protocol/jwk.ts'
import { toBase64Url } from './base64url.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const

/** ECDSA P-256, not extractable (WebCrypto §13): it signs here, and no script can read it. */
export async function makeKeyPair(): Promise<{ key: CryptoKey; public_key: PublicJwk }> {
  const pair = await crypto.subtle.generateKey(algorithm, false, ['sign'])
  const public_key = PublicJwk.parse(await crypto.subtle.exportKey('jwk', pair.publicKey))
  return { key: pair.privateKey, public_key }
}

/** ES256 (RFC 7518 §3.4): r and s, 64 bytes, in base64url. */
export async function signText(key: CryptoKey, text: string): Promise<string> {
  return toBase64Url(await crypto.subtle.sign(signing, key, new TextEncoder().encode(text)))
}
