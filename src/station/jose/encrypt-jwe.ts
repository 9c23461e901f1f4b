import {
  createCipheriv,
  createHash,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto'
import type { PublicJwk } from '../../contract/sync.ts'
import { toBase64url } from './base64url.ts'
import { publicKeyOf } from './ec-keys.ts'

const encryption = 'A256GCM'
const keyBits = 256

/**
 * Compact JWE, ECDH-ES direct key agreement with A256GCM (RFC 7518 §4.6, §5.3), synchronous so that sealing is one
 * transaction. The ephemeral key is forgotten on return: this machine cannot open what it has sealed.
 */
export function encryptJwe(plaintext: Uint8Array, recipient: PublicJwk, header: { cty: string; kid: string }): string {
  const ephemeral = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { kty, crv, x, y } = ephemeral.publicKey.export({ format: 'jwk' })
  const protectedHeader = toBase64url(
    JSON.stringify({ alg: 'ECDH-ES', enc: encryption, epk: { kty, crv, x, y }, ...header }),
  )
  const secret = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: publicKeyOf(recipient) })
  const contentKey = concatKdf(secret)
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(contentKey), iv)
  cipher.setAAD(Buffer.from(protectedHeader, 'ascii'))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  secret.fill(0)
  contentKey.fill(0)
  return [protectedHeader, '', toBase64url(iv), toBase64url(ciphertext), toBase64url(cipher.getAuthTag())].join('.')
}

/** Concat KDF, one round of SHA-256, empty party infos (NIST SP 800-56A §5.8.1 as profiled by RFC 7518 §4.6.2). */
function concatKdf(secret: Uint8Array): Buffer {
  const uint32 = (value: number) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return bytes
  }
  const otherInfo = [uint32(encryption.length), Buffer.from(encryption), uint32(0), uint32(0), uint32(keyBits)]
  return createHash('sha256')
    .update(Buffer.concat([uint32(1), secret, ...otherInfo]))
    .digest()
}
