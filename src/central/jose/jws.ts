import { createHmac, sign, timingSafeEqual, verify, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { fromDer, toDer } from '../../contract/es256-signature.ts'
import { secretKeyOf } from '../keys/secret-key.ts'

/**
 * The three JWS operations of the upload path (RFC 7515) on node:crypto: an upload needs five of them, and those of WebCrypto
 * cost twice the processor time. ES256 is done at once (50 µs): handing it to another thread costs more than it frees, and
 * central uses other processors by other processes. jose does the rest. Anything not ES256 or HS256 is refused.
 */
const Header = z.looseObject({ alg: z.string(), crit: z.undefined().optional() })
type Header = z.infer<typeof Header>
export type Jws = { header: Header; payload: Buffer; signature: Buffer; input: Buffer }

/** Splits a compact JWS without judging it; null when it is none, or has critical extensions. */
export function parseJws(compact: string): Jws | null {
  const parts = compact.split('.')
  const [header, payload, signature] = parts
  if (parts.length !== 3) return null
  return parseFlattened(header!, payload!, signature!)
}

export function parseFlattened(protectedHeader: string, payload: string, signature: string): Jws | null {
  const header = Header.safeParse(parseJson(decode(protectedHeader)))
  if (!header.success) return null
  const input = Buffer.from(`${protectedHeader}.${payload}`, 'latin1')
  return { header: header.data, payload: decode(payload), signature: decode(signature), input }
}

export function isSignedEs256({ header, input, signature }: Jws, key: KeyObject): boolean {
  return header.alg === 'ES256' && signature.length === 64 && verify('sha256', input, key, toDer(signature))
}

export function isSignedHs256({ header, input, signature }: Jws, secret: Uint8Array): boolean {
  const expected = createHmac('sha256', secretKeyOf(secret)).update(input).digest()
  return header.alg === 'HS256' && signature.length === expected.length && timingSafeEqual(expected, signature)
}

/** Compact JWS with ES256 over a JSON payload. */
export function signEs256(header: { kid: string; typ: string }, payload: unknown, key: KeyObject): string {
  const input = `${encode({ alg: 'ES256', ...header })}.${encode(payload)}`
  const signature = fromDer(sign('sha256', Buffer.from(input), key))
  return `${input}.${Buffer.from(signature).toString('base64url')}`
}

export function decode(text: string): Buffer {
  return Buffer.from(text, 'base64url')
}

export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
