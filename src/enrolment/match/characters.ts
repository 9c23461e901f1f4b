import { upperCase } from './letters.ts'

/**
 * One character of a text as people see it: in upper case for comparing, as written, and where it stands (UTF-16 offsets, half
 * open). `tidied`: not as it was typed, but the same once Unicode's several encodings and look-alike signs are made one.
 */
export type Character = { upper: string; written: string; from: number; to: number; tidied: boolean; respaced: boolean }

/**
 * The okina of Polynesia (U+02BB), the letter apostrophe, half rings, the saltillo, primes, accents that stand alone and the
 * apostrophes of Armenian and Hebrew are typed for one another.
 */
const apostrophes = /[’‘‛ʼʻʽʾʿˀˈˊˋꞋꞌ`´′‵ʹ՚׳]/g
/** Whatever Unicode calls a dash (PropList), and two modifiers that are drawn as one. */
const hyphens = /[\p{Dash}˗⁃]/gu
/** The dot of the Catalan l·l, and the signs typed in its place. */
const middleDots = /[·‧∙⋅・]/g
/**
 * What nobody sees: soft hyphens, zero-width signs, directional marks, variation selectors, tags, the fillers of Hangul (which Unicode
 * counts as letters) and whatever else it calls default ignorable (DerivedCoreProperties).
 */
const invisible = /\p{Default_Ignorable_Code_Point}/gu
/** The dot that i and j have anyway. */
const softDot = /([ij])\u0307/g
/** Romanian letters with a comma below, typed with a cedilla where a keyboard or an old encoding has no other. */
const cedillas: Record<string, string> = { Ş: 'Ș', ş: 'ș', Ţ: 'Ț', ţ: 'ț' }
const cluster = /\P{M}\p{M}*|\p{M}+/gu

function tidy(text: string): string {
  return (
    text
      .replace(invisible, '')
      // An accent alone becomes a space and a mark (NFKC); a sign of full width becomes one of these.
      .replace(apostrophes, "'")
      .normalize('NFKC')
      .replace(apostrophes, "'")
      .replace(hyphens, '-')
      .replace(softDot, '$1')
      .replace(/[ŞşŢţ]/g, (letter) => cedillas[letter] ?? letter)
      .replace(middleDots, '·')
      .replace(/\s/g, ' ')
  )
}

const isSign = ({ upper }: Character): boolean => upper === '-' || upper === "'"

/** Spaces at the ends, after another space, and beside a hyphen or apostrophe say nothing. */
function isIdle(characters: Character[], at: number): boolean {
  if (characters[at]!.upper !== ' ') return false
  const [before, after] = [characters[at - 1], characters[at + 1]]
  return before === undefined || after === undefined || before.upper === ' ' || isSign(before) || isSign(after)
}

/** The double hyphen of French double names is one sign: an MRZ has one filler for it. */
const isSecondHyphen = (characters: Character[], at: number): boolean =>
  characters[at]!.upper === '-' && characters[at - 1]?.upper === '-'

/** A text as comparable characters: NFKC, one kind of apostrophe and hyphen, single spaces; commas part words like spaces. */
export function charactersOf(text: string): Character[] {
  const characters: Character[] = []
  for (const match of text.matchAll(cluster)) {
    const [shown] = match
    const comma = shown === ','
    const tidied = comma ? ' ' : tidy(shown)
    for (const [written] of tidied.matchAll(cluster))
      characters.push({
        upper: upperCase(written),
        written,
        from: match.index,
        to: match.index + shown.length,
        tidied: tidied !== shown,
        respaced: comma,
      })
  }
  return dropIdle(characters)
}

function dropIdle(characters: Character[]): Character[] {
  const kept = characters.filter((_, at) => !isIdle(characters, at) && !isSecondHyphen(characters, at))
  return kept.length === characters.length ? kept : dropIdle(kept)
}

/** A text with its look-alike signs and spaces made one, letters as written. */
export function tidyText(text: string): string {
  return charactersOf(text)
    .map((character) => character.written)
    .join('')
}

/** Whether a sign only groups those of a number: a space, a stop, a dash. */
export const isGrouping = (sign: string): boolean => sign.replace(hyphens, '').replace(/[\s.]/g, '') === ''

/** A number without what only groups its signs, and without signs that nobody sees. */
export function ungrouped(number: string): string {
  return [...number.replace(invisible, '').normalize('NFKC')].filter((sign) => !isGrouping(sign)).join('')
}

/** Letters that a reader sees, in small ones and without their marks: neither invisible signs nor figures are any. */
export function lettersOf(text: string): string[] {
  return text.replace(invisible, '').normalize('NFKD').toLowerCase().match(/\p{L}/gu) ?? []
}
