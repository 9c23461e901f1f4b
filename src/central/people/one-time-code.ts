import { createHash, randomBytes } from 'node:crypto'

/** Crockford's base 32: no I, L, O or U, so that nothing is confused when it is read aloud or copied by hand. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** `XXXX-XXXX-XXXX`: 60 bits. */
export function makeCode(): string {
  const letters = [...randomBytes(12)].map((byte) => alphabet[byte % 32]).join('')
  return letters.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3')
}

/** Codes are stored as hashes: anyone who reads the database cannot use them. */
export function hashCode(use: 'station' | 'person', code: string): string {
  return createHash('sha256').update(`${use}-code ${code.trim().toUpperCase()}`).digest('hex')
}
