import { upperCase } from './letters.ts'

/**
 * One character of a text as people see it: in upper case for comparing, as written, and where it stands (UTF-16 offsets, half
 * open). `tidied`: not as it was typed, but the same once Unicode's several encodings and look-alike signs are made one.
 */
export type Character = { upper: string; written: string; from: number; to: number; tidied: boolean; respaced: boolean }

const apostrophes = /[’‘ʼ`´′ʹ＇]/g
const hyphens = /[‐‑‒–—−﹣－]/g
/** Soft hyphens and zero-width signs: nobody sees them. */
const invisible = /[\u00ad\u200b-\u200d\u2060\ufeff]/g

function tidy(text: string): string {
  return text
    .replace(invisible, '')
    .replace(apostrophes, "'")
    .replace(hyphens, '-')
    .normalize('NFKC')
    .replace(/\s/g, ' ')
}

const isSign = ({ upper }: Character): boolean => upper === '-' || upper === "'"

/** Spaces at the ends, after another space, and beside a hyphen or apostrophe say nothing. */
function isIdle(characters: Character[], at: number): boolean {
  if (characters[at]!.upper !== ' ') return false
  const [before, after] = [characters[at - 1], characters[at + 1]]
  return before === undefined || after === undefined || before.upper === ' ' || isSign(before) || isSign(after)
}

/** A text as comparable characters: NFKC, one kind of apostrophe and hyphen, single spaces; commas part words like spaces. */
export function charactersOf(text: string): Character[] {
  const characters: Character[] = []
  for (const match of text.matchAll(/\P{M}\p{M}*|\p{M}+/gu)) {
    const comma = match[0] === ','
    const tidied = comma ? ' ' : tidy(match[0])
    for (const written of tidied)
      characters.push({
        upper: upperCase(written),
        written,
        from: match.index,
        to: match.index + match[0].length,
        tidied: tidied !== match[0],
        respaced: comma,
      })
  }
  return dropIdle(characters)
}

function dropIdle(characters: Character[]): Character[] {
  const kept = characters.filter((_, at) => !isIdle(characters, at))
  return kept.length === characters.length ? kept : dropIdle(kept)
}

/** A text with its look-alike signs and spaces made one, letters as written. */
export function tidyText(text: string): string {
  return charactersOf(text)
    .map((character) => character.written)
    .join('')
}
