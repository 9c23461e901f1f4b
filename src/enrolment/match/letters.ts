import type { MatchRule } from '../../contract/match.ts'

/** One way a letter may be written with A to Z, and the declared rule that allows it. */
export type PlainForm = { letters: string; rule: MatchRule }

/**
 * Letters whose plain forms are more than dropping a mark: transliterations recommended by Doc 9303-3 §6.A for Latin letters.
 * An issuer takes one of the alternatives; the form without its mark comes with them where §6.A or practice has it.
 */
const special: Record<string, string> = {
  Ä: 'AE A',
  Å: 'AA A',
  Ö: 'OE O',
  Ø: 'OE O',
  Ü: 'UE UXX U',
  Ñ: 'N NXX',
  Đ: 'D',
  Ð: 'D',
  Þ: 'TH',
  Ł: 'L',
  Ŀ: 'L',
  Ħ: 'H',
  Ŋ: 'N',
  Ŧ: 'T',
  Ə: 'E',
  ĸ: 'Q',
  ß: 'SS',
  ẞ: 'SS',
}
/** Joined letters: the same two letters, however they are set. */
const ligatures: Record<string, string> = { Œ: 'OE', Æ: 'AE', Ĳ: 'IJ' }

const isPlain = (letter: string): boolean => /^[A-Z0-9]$/.test(letter)

/** Upper case of one character; ß keeps its own form, since SS is a rule and not a case. */
export function upperCase(character: string): string {
  return character === 'ß' ? 'ß' : character.toUpperCase()
}

/** The letter without its marks; empty when that is no letter of A to Z. */
function withoutMarks(letter: string): string {
  const base = letter.normalize('NFD').replace(/\p{M}/gu, '')
  return base !== letter && isPlain(base) ? base : ''
}

/** Every permitted way to write an upper-case letter with A to Z; none for a letter of A to Z itself or of another script. */
export function plainForms(letter: string): PlainForm[] {
  const ligature = ligatures[letter]
  if (ligature !== undefined) return [{ letters: ligature, rule: 'ligature' }]
  const marked = letter.normalize('NFD').replace(/\p{M}/gu, '')
  // A letter of the tables with one more mark: Ǿ, Ǽ.
  if (marked !== letter && special[letter] === undefined && !isPlain(marked)) return plainForms(marked)
  const base = withoutMarks(letter)
  const listed = (special[letter] ?? base).split(' ').filter((letters) => letters !== '')
  return listed.map((letters) => ({ letters, rule: letters === base ? 'diacritics_dropped' : 'transliteration' }))
}
