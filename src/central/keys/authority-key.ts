import { createHash } from 'node:crypto'

/** What unlocks the authority key, of the halves (64 hexadecimal digits) that two people hold: neither tells anything of it alone. */
export function authorityKeyFrom(a: string, b: string): Uint8Array {
  const both = Buffer.concat([Buffer.from(a, 'hex'), Buffer.from(b, 'hex')])
  return createHash('sha256').update('guichet authority').update(both).digest()
}
