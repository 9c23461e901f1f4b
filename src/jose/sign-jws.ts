import { toBase64url } from './base64url.ts'
import type { Signer } from './signer.ts'

type Header = Record<string, unknown>
type NamedKey = Pick<Signer, 'kid' | 'sign'>

/** ES256 compact JWS (RFC 7515 §7.1); `alg` and `kid` are the signer's. */
export function signCompactJws(signer: NamedKey, header: Header, payload: object): string {
  const encoded = toBase64url(JSON.stringify(payload))
  const { protected: head, signature } = signatureOver(signer, header, encoded)
  return `${head}.${encoded}.${signature}`
}

/** General JSON serialisation (RFC 7515 §7.2.1): one payload, several ES256 signatures. */
export function signGeneralJws(
  payload: object,
  signers: { signer: NamedKey; header: Header }[],
): { payload: string; signatures: { protected: string; signature: string }[] } {
  const encoded = toBase64url(JSON.stringify(payload))
  return { payload: encoded, signatures: signers.map((one) => signatureOver(one.signer, one.header, encoded)) }
}

function signatureOver(signer: NamedKey, header: Header, encodedPayload: string) {
  const head = toBase64url(JSON.stringify({ alg: 'ES256', kid: signer.kid, ...header }))
  return { protected: head, signature: toBase64url(signer.sign(Buffer.from(`${head}.${encodedPayload}`))) }
}
