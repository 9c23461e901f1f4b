import { checkDigit } from '../emrtd/lds/mrz/check-digit.ts'
import type { PartialDate, Sex } from './document.ts'

export type MrzFormat = 'TD1' | 'TD2' | 'TD3' | 'FRA2x36'

export interface MrzContent {
  format: MrzFormat
  /** One or two letters, e.g. `P`, `ID`, `IR`, `AR`. Not used by the French card of 1995. */
  documentCode: string
  /** Three-letter codes of Doc 9303-3 §5, or `D`. */
  issuer: string
  nationality: string
  surname: string
  givenNames: readonly string[]
  documentNumber: string
  birthDate: PartialDate
  sex: Sex
  /** Ignored by the French card of 1995, whose MRZ has none. */
  expiryDate: string
  /** Optional data of line 2 (TD2, TD3) or of line 1 (TD1); for the French card, department and office (6). */
  optional?: string
  /** Second optional field of TD1, line 2. */
  optional2?: string
}

const expansions: Record<string, string> = {
  Ä: 'AE',
  Æ: 'AE',
  Å: 'AA',
  Ö: 'OE',
  Ø: 'OE',
  Œ: 'OE',
  Ü: 'UE',
  ẞ: 'SS',
  ß: 'SS',
  Þ: 'TH',
  Ð: 'D',
  Đ: 'D',
  Ł: 'L',
  Ĳ: 'IJ',
  Ħ: 'H',
  Ŋ: 'N',
  Ŧ: 'T',
  ı: 'I',
}

/**
 * A name in the letters of the MRZ (Doc 9303-3 §6.A): expansions of the table, other marks dropped, apostrophes and
 * full stops omitted, hyphens and spaces as fillers.
 */
export function transliterate(name: string): string {
  return [...name.normalize('NFC').toUpperCase()]
    .map((letter) => expansions[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, ''))
    .join('')
    .replace(/['’.]/g, '')
    .replace(/[^A-Z0-9]+/g, '<')
    .replace(/^<+|<+$/g, '')
}

const pad = (text: string, width: number) => text.slice(0, width).padEnd(width, '<')
const withCheck = (field: string) => field + checkDigit(field)

/** YYMMDD; unknown parts are fillers (Doc 9303-3 §4.8). */
export function mrzDate(date: PartialDate): string {
  const [year, month = '<<', day = '<<'] = date.split('-')
  return year!.slice(2) + month + day
}

/** Cuts to `width`, the last sign a letter so that the cut shows (Doc 9303-3 §4.6.2, 9303-4 §4.2.3). */
function cut(text: string, width: number): string {
  if (text.length <= width) return text
  const head = text.slice(0, width)
  if (!head.endsWith('<')) return head
  return `${text.slice(0, width - 2)}<${text.slice(width).replace(/^<+/, '')[0] ?? ''}`
}

/** Primary and secondary identifier in one field; a very long surname leaves room for the first letter of a given name. */
function nameField(surname: string, givenNames: readonly string[], width: number): string {
  const primary = transliterate(surname)
  const secondary = givenNames.map(transliterate).join('<')
  if (secondary === '') return pad(cut(primary, width), width)
  const room = Math.max(width - 2 - primary.length, Math.min(secondary.length, 1))
  const head = cut(primary, width - 2 - room)
  return pad(`${head}<<${cut(secondary, width - 2 - head.length)}`, width)
}

const sexSign: Record<Sex, string> = { F: 'F', M: 'M', X: '<' }

function buildTd3(c: MrzContent): string[] {
  const upper = pad(c.documentCode, 2) + pad(c.issuer, 3) + nameField(c.surname, c.givenNames, 39)
  const number = withCheck(pad(c.documentNumber, 9))
  const birth = withCheck(mrzDate(c.birthDate))
  const expiry = withCheck(mrzDate(c.expiryDate))
  const optional = pad(c.optional ?? '', 14)
  const optionalCheck = c.optional ? checkDigit(optional) : '<'
  const middle = number + pad(c.nationality, 3) + birth + sexSign[c.sex] + expiry + optional + optionalCheck
  return [upper, middle + checkDigit(number + birth + expiry + optional + optionalCheck)]
}

function buildTd2(c: MrzContent): string[] {
  const upper = pad(c.documentCode, 2) + pad(c.issuer, 3) + nameField(c.surname, c.givenNames, 31)
  const number = withCheck(pad(c.documentNumber, 9))
  const birth = withCheck(mrzDate(c.birthDate))
  const expiry = withCheck(mrzDate(c.expiryDate))
  const optional = pad(c.optional ?? '', 7)
  const lower = number + pad(c.nationality, 3) + birth + sexSign[c.sex] + expiry + optional
  return [upper, lower + checkDigit(number + birth + expiry + optional)]
}

/** Doc 9303-5 §4.2.4: a number longer than nine signs goes on in the optional data, its check digit after it. */
function td1Number(number: string): { field: string; rest: string } {
  if (number.length <= 9) return { field: withCheck(pad(number, 9)), rest: '' }
  return { field: `${number.slice(0, 9)}<`, rest: `${number.slice(9)}${checkDigit(number)}<` }
}

function buildTd1(c: MrzContent): string[] {
  const { field, rest } = td1Number(c.documentNumber)
  const upper = pad(c.documentCode, 2) + pad(c.issuer, 3) + field + pad(rest + (c.optional ?? ''), 15)
  const birth = withCheck(mrzDate(c.birthDate))
  const expiry = withCheck(mrzDate(c.expiryDate))
  const optional = pad(c.optional2 ?? '', 11)
  const middle = birth + sexSign[c.sex] + expiry + pad(c.nationality, 3) + optional
  const composite = checkDigit(upper.slice(5) + birth + expiry + optional)
  return [upper, middle + composite, nameField(c.surname, c.givenNames, 30)]
}

/** The national card of 1995 to 2021: 2 x 36, composite digit over everything before it. */
function buildFrenchCard(c: MrzContent): string[] {
  const upper = `IDFRA${pad(cut(transliterate(c.surname), 25), 25)}${pad(c.optional ?? '', 6)}`
  const givenNames = pad(cut(c.givenNames.map(transliterate).join('<<'), 14), 14)
  const lower = withCheck(pad(c.documentNumber, 12)) + givenNames + withCheck(mrzDate(c.birthDate)) + sexSign[c.sex]
  return [upper, lower + checkDigit(upper + lower)]
}

const builders: Record<MrzFormat, (content: MrzContent) => string[]> = {
  TD1: buildTd1,
  TD2: buildTd2,
  TD3: buildTd3,
  FRA2x36: buildFrenchCard,
}

/** The lines of a machine readable zone: TD1 3x30, TD2 2x36, TD3 2x44 (Doc 9303-4, -5, -6), French card 2x36. */
export function buildMrz(content: MrzContent): string[] {
  return builders[content.format](content)
}

/** Number, birth date and expiry date with their check digits, as the access keys want them (Doc 9303-11 §9.7.2). */
export function mrzInformation(lines: readonly string[]): string {
  const [first = '', second = ''] = lines
  if (lines.length === 2) {
    return second.slice(0, 10) + second.slice(13, 20) + second.slice(21, 28)
  }
  const isLong = first[14] === '<'
  const rest = isLong ? first.slice(15).split('<')[0]! : first[14]!
  return first.slice(5, 14) + rest + second.slice(0, 7) + second.slice(8, 15)
}
