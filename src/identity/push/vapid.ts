import { createPrivateKey, type JsonWebKey } from 'node:crypto'
import { SignJWT } from 'jose'

const validSeconds = 12 * 3_600

/** The public key as browsers take it to subscribe (RFC 8292 §3.2): the point, uncompressed. */
export function vapidPublicKey({ x = '', y = '' }: JsonWebKey): string {
  return Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString(
    'base64url',
  )
}

/** Who sends, for one push service (RFC 8292 §2 and §3): the `Authorization` of a message. `contact`: an https or mailto address. */
export async function vapidAuthorization(
  key: JsonWebKey,
  { endpoint, contact, now }: { endpoint: string; contact: string; now: Date },
): Promise<string> {
  const jwt = await new SignJWT({})
    .setProtectedHeader({ typ: 'JWT', alg: 'ES256' })
    .setAudience(new URL(endpoint).origin)
    .setSubject(contact)
    .setExpirationTime(Math.floor(now.getTime() / 1000) + validSeconds)
    .sign(createPrivateKey({ key: key as never, format: 'jwk' }))
  return `vapid t=${jwt}, k=${vapidPublicKey(key)}`
}
