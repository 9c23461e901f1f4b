import { foldEnding, readableThumbprint } from './readable-thumbprint.ts'

const secretLength = 12
/** 100 bits of the thumbprint: nobody makes another key that begins so. */
const beginningLength = 20

/**
 * A registration code: three groups of four that are used up once, and five that say how the thumbprint of central's authority
 * key begins, so that the first keys a kiosk hears are not believed because of TLS alone.
 */
export function composeRegistrationCode(secret: string, authorityThumbprint: string): string {
  const beginning = readableThumbprint(authorityThumbprint).replace(/-/g, '').slice(0, beginningLength)
  return `${secret}-${beginning.replace(/(.{4})(?=.)/g, '$1-')}`
}

/** The code's parts; `authorityBeginning` is null where the code has none (training). */
export function parseRegistrationCode(typed: string): { secret: string; authorityBeginning: string | null } {
  const folded = foldEnding(typed)
  if (folded.length !== secretLength + beginningLength) return { secret: typed.trim(), authorityBeginning: null }
  const secret = folded.slice(0, secretLength).replace(/(.{4})(?=.)/g, '$1-')
  return { secret, authorityBeginning: folded.slice(secretLength) }
}

/** Whether a code's ending is the beginning of this thumbprint as it is read aloud, its hyphens aside. */
export function isBeginningOf(beginning: string, thumbprint: string): boolean {
  return readableThumbprint(thumbprint).replace(/-/g, '').startsWith(beginning)
}
