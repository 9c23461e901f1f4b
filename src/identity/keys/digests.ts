import { createHash, createHmac, randomBytes } from 'node:crypto'

type Lookup = { lookup: Uint8Array }

/** Keyed, so that a copied database cannot be searched for an address; addresses that differ in case alone count as one mailbox. */
export function emailDigest({ lookup }: Lookup, email: string): string {
  return keyed(lookup, `email\n${email.trim().normalize('NFC').toLowerCase()}`)
}

export function keyed(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}

/** 32 random bytes, as a cookie or a link carries them. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** How a token is kept: it has 256 bits, so that a plain hash is as good as the token is long. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
