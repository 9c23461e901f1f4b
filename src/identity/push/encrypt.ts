import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'

export type Receiver = { p256dh: Uint8Array; auth: Uint8Array }
/** Fresh for each message; given by tests of the standard's example. */
type Fresh = { privateKey: Uint8Array; salt: Uint8Array }

const curve = 'prime256v1'
const recordBytes = 4096
const endOfLast = 0x02

const derive = (secret: Uint8Array, salt: Uint8Array, info: string | Uint8Array, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length))

function freshValues(): Fresh {
  const pair = createECDH(curve)
  pair.generateKeys()
  return { privateKey: pair.getPrivateKey(), salt: randomBytes(16) }
}

/**
 * A push message as `aes128gcm` (RFC 8291 over RFC 8188): one record, filled up to `paddedTo` bytes so that its length says nothing.
 * Throws where the receiver's key is no point of P-256.
 */
export function encryptPush(
  text: Uint8Array,
  { p256dh, auth }: Receiver,
  paddedTo = text.length,
  { privateKey, salt } = freshValues(),
): Buffer {
  const own = createECDH(curve)
  own.setPrivateKey(privateKey)
  const publicKey = own.getPublicKey()
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, publicKey])
  const secret = derive(own.computeSecret(p256dh), auth, info, 32)
  const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0', 16)
  const nonce = derive(secret, salt, 'Content-Encoding: nonce\0', 12)
  const padding = Buffer.alloc(1 + Math.max(0, paddedTo - text.length))
  padding[0] = endOfLast
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const body = [cipher.update(text), cipher.update(padding), cipher.final(), cipher.getAuthTag()]
  const size = Buffer.alloc(4)
  size.writeUInt32BE(recordBytes)
  return Buffer.concat([salt, size, Buffer.from([publicKey.length]), publicKey, ...body])
}
