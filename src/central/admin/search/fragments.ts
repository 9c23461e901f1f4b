import { readReferencePart } from '../../../contract/reference.ts'

const referenceLength = 10
const groupEnds = [3, 6]
const hexLength = 32
/** Shorter ones fit too much. */
const fewestOfReference = 3
const fewestOfNumber = 4

/** Three characters of a reference that stand together, wherever they do: what the index holds of each. */
export const partsOf = (characters: string): string[] =>
  Array.from({ length: Math.max(0, characters.length - fewestOfReference + 1) }, (_, i) =>
    characters.slice(i, i + fewestOfReference),
  )

/** What was typed as characters of a reference, hyphens and look-alikes settled; null where it can be part of none. */
export function readReferenceFragment(typed: string): string | null {
  const part = readReferencePart(typed)
  const fits = /^[0-9A-HJKMNP-TV-Z]+$/.test(part) && part.length >= fewestOfReference
  return fits && part.length <= referenceLength ? part : null
}

/** Every way in which hyphens may stand in a fragment: LIKE patterns over whole references. */
export function referencePatterns(fragment: string): string[] {
  const places = Array.from({ length: referenceLength - fragment.length + 1 }, (_, i) => i)
  return places.map((from) => {
    const all = [...'_'.repeat(from), ...fragment, ...'_'.repeat(referenceLength - from - fragment.length)]
    return all.map((one, i) => (groupEnds.includes(i) ? `-${one}` : one)).join('')
  })
}

const dashed = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')

/** What was typed as digits of a UUID: the range that begins so, and the text that ends so; null where it is none. */
export function readNumberFragment(typed: string): { from: string; to: string; ending: string } | null {
  const hex = typed.toLowerCase().replace(/[\s-]/g, '')
  if (!/^[0-9a-f]+$/.test(hex) || hex.length < fewestOfNumber || hex.length > hexLength) return null
  const whole = dashed(hex.padStart(hexLength, 'x'))
  return {
    from: dashed(hex.padEnd(hexLength, '0')),
    to: dashed(hex.padEnd(hexLength, 'f')),
    ending: whole.slice(whole.lastIndexOf('x') + 1).replace(/^-/, ''),
  }
}
