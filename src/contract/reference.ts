/** Digits of a reference: Crockford's base 32, without I, L, O and U, so that what is read aloud cannot be mistaken. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const lookAlikes: Record<string, string> = { O: '0', I: '1', L: '1' }
const bodyLength = 9

export type ReferenceProblem = 'reference_malformed' | 'reference_check_failed'
export type ParsedReference = { ok: true; reference: string } | { ok: false; code: ReferenceProblem }

/**
 * Check character of the nine body characters: ISO/IEC 7064 hybrid system, MOD 33,32. It catches every single wrong
 * character and the usual swaps of two neighbours.
 */
export function referenceCheckCharacter(body: string): string {
  let product = 32
  for (const character of body) {
    const sum = (product + alphabet.indexOf(character)) % 32 || 32
    product = (sum * 2) % 33
  }
  return alphabet[(33 - product) % 32]!
}

/** Part of a reference as typed, for a search: case, spaces and hyphens are free, O is 0, I and L are 1. */
export const readReferencePart = (typed: string): string =>
  [...typed.toUpperCase().replace(/[\s-]/g, '')].map((c) => lookAlikes[c] ?? c).join('')

/**
 * Reads a reference as typed or scanned: case, spaces and hyphens are free, O is 0, I and L are 1.
 * Canonical form: `XXX-XXX-XXXX`, nine characters and the check character.
 * Codes: reference_malformed, reference_check_failed.
 */
export function parseReference(typed: string): ParsedReference {
  if (typed.length > 64) return { ok: false, code: 'reference_malformed' }
  const characters = [...readReferencePart(typed)]
  const complete = characters.length === bodyLength + 1 && characters.every((c) => alphabet.includes(c))
  if (!complete) return { ok: false, code: 'reference_malformed' }
  const body = characters.slice(0, bodyLength).join('')
  if (referenceCheckCharacter(body) !== characters[bodyLength]) return { ok: false, code: 'reference_check_failed' }
  return { ok: true, reference: formatReference(body) }
}

/** The canonical reference of nine body characters of the alphabet. */
export function formatReference(body: string): string {
  const whole = body + referenceCheckCharacter(body)
  return `${whole.slice(0, 3)}-${whole.slice(3, 6)}-${whole.slice(6)}`
}

/** A reference made of at least nine random bytes (five bits of each are used). */
export function makeReference(randomBytes: Uint8Array): string {
  return formatReference([...randomBytes.slice(0, bodyLength)].map((byte) => alphabet[byte % 32]).join(''))
}
