import { createHmac } from 'node:crypto'
import { isSameSecret } from './administrators.ts'

/** A text that this central, in any instance, knows again until a moment: `expires.text.mac`, in base64url. */
export function signText(secret: Uint8Array, kind: string, text: string, expiresAt: Date): string {
  const body = `${expiresAt.getTime()}.${Buffer.from(text).toString('base64url')}`
  return `${body}.${mac(secret, kind, body)}`
}

/** Null when it was not signed here, as something else, or is over. */
export function readText(secret: Uint8Array, kind: string, signed: string, now: Date) {
  const [expires = '', encoded = '', given = ''] = signed.split('.')
  const body = `${expires}.${encoded}`
  if (!isSameSecret(given, mac(secret, kind, body)) || Number(expires) <= now.getTime()) return null
  return { text: Buffer.from(encoded, 'base64url').toString(), expiresAt: new Date(Number(expires)) }
}

const mac = (secret: Uint8Array, kind: string, body: string): string =>
  createHmac('sha256', secret).update(`${kind}\0${body}`).digest('base64url')
