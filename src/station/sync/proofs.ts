import { createHash, randomUUID } from 'node:crypto'
import { signCompactJws } from '../../jose/sign-jws.ts'
import type { Clock } from '../clock/port.ts'
import type { Signer } from '../../jose/signer.ts'

/** Form body of a token request with private_key_jwt (RFC 7523 §2.2). */
export function tokenRequest(signer: Signer, clock: Clock, stationId: string, audience: string): string {
  const iat = Math.floor(clock.now().getTime() / 1000)
  const claims = { iss: stationId, sub: stationId, aud: audience, jti: randomUUID(), iat, exp: iat + 120 }
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: signCompactJws(signer, { typ: 'JWT' }, claims),
  }).toString()
}

/** RFC 9449 §4.2; `ath` binds the proof to the token. */
export function proofOf(
  signer: Signer,
  method: string,
  url: URL,
  nonce: string | null,
  accessToken: string | null,
  clock: Clock,
): string {
  const { kty, crv, x, y } = signer.publicJwk
  const claims = {
    jti: randomUUID(),
    htm: method,
    htu: url.origin + url.pathname,
    iat: Math.floor(clock.now().getTime() / 1000),
    ...(nonce === null ? {} : { nonce }),
    ...(accessToken === null ? {} : { ath: createHash('sha256').update(accessToken).digest('base64url') }),
  }
  return signCompactJws(signer, { typ: 'dpop+jwt', jwk: { kty, crv, x, y } }, claims)
}
