import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { fromBase64url, toBase64url } from './base64url.ts'
import { verifyEs256 } from './es256.ts'
import { secretKeyOf } from './secret-key.ts'

/** `crit` names what a reader must understand (RFC 7515 §4.1.11): we understand none of it and accept none. */
const Header = z.looseObject({ alg: z.string(), crit: z.undefined().optional() })
type Header = z.infer<typeof Header>
export type Jws = { header: Header; payload: Buffer; signature: Buffer; input: Buffer }

/** Splits a compact JWS (RFC 7515 §7.1) without judging it; null when it is none, or has critical extensions. */
export function parseJws(compact: string): Jws | null {
  const parts = compact.split('.')
  const [header, payload, signature] = parts
  if (parts.length !== 3) return null
  return parseGeneral(payload!, [{ protected: header!, signature: signature! }])[0]!
}

/** The same for each signature of the JSON serialisation (RFC 7515 §7.2); the payload, the longest part, is read once for all. */
export function parseGeneral(
  payload: string,
  signatures: readonly { protected: string; signature: string }[],
): (Jws | null)[] {
  const bytes = readPart(payload)
  return signatures.map((one) => {
    const [head, signature] = [readPart(one.protected), readPart(one.signature)]
    if (bytes === null || head === null || signature === null) return null
    const header = Header.safeParse(parseJson(head))
    if (!header.success) return null
    return {
      header: header.data,
      payload: bytes,
      signature,
      input: Buffer.from(`${one.protected}.${payload}`, 'latin1'),
    }
  })
}

/** Null unless it is the one text for its value (RFC 4648 §3.5): otherwise a signature could be written in several ways. */
function readPart(text: string): Buffer | null {
  const bytes = fromBase64url(text)
  return toBase64url(bytes) === text ? bytes : null
}

export function isSignedEs256({ header, input, signature }: Jws, key: KeyObject): boolean {
  return header.alg === 'ES256' && verifyEs256(input, signature, key)
}

export function isSignedHs256({ header, input, signature }: Jws, secret: Uint8Array): boolean {
  const expected = hmacOf(input, secret)
  return header.alg === 'HS256' && signature.length === expected.length && timingSafeEqual(expected, signature)
}

/** Compact JWS with HS256 (RFC 7518 §3.2): for tokens that only their issuer reads. */
export function signHs256(header: { typ: string }, payload: object, secret: Uint8Array): string {
  const input = `${encode({ alg: 'HS256', ...header })}.${encode(payload)}`
  return `${input}.${toBase64url(hmacOf(Buffer.from(input), secret))}`
}

export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

function hmacOf(input: Uint8Array, secret: Uint8Array): Buffer {
  return createHmac('sha256', secretKeyOf(secret)).update(input).digest()
}

function encode(value: object): string {
  return toBase64url(JSON.stringify(value))
}
