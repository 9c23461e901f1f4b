const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Crockford's base 32: no I, L, O or U. */
const readable = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const groups = 6
const groupLength = 4
const endingGroups = 2

/**
 * The first 120 bits of an RFC 7638 thumbprint as two people read it out to each other: `7K3M-…`, six groups of four, without
 * letters that look alike.
 */
export function readableThumbprint(thumbprint: string): string {
  const bits = [...thumbprint].map((letter) => base64url.indexOf(letter).toString(2).padStart(6, '0')).join('')
  const letters = Array.from({ length: groups * groupLength }, (_, i) => bits.slice(5 * i, 5 * i + 5))
    .map((five) => readable[Number.parseInt(five, 2)])
    .join('')
  return letters.replace(/(.{4})(?=.)/g, '$1-')
}

/** Beginning of the thumbprints whose readable form begins so; `` for what is none. */
export function thumbprintBeginning(typed: string): string {
  const five = [...foldEnding(typed)].map((letter) => readable.indexOf(letter))
  if (five.length === 0 || five.includes(-1)) return ''
  const bits = five.map((value) => value.toString(2).padStart(5, '0')).join('')
  return (bits.match(/.{6}/g) ?? []).map((six) => base64url[Number.parseInt(six, 2)]).join('')
}

/** What the branch reads out and the administrator types: the last two groups. */
export function endingOf(thumbprint: string): string {
  return readableThumbprint(thumbprint).split('-').slice(-endingGroups).join('-')
}

/** As heard and typed: case, spaces and hyphens aside, O as 0, I and L as 1. */
export function foldEnding(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
}
