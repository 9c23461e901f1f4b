import type { PartialDate } from '../../contract/identity.ts'
import type { MatchRule } from '../../contract/match.ts'
import { ungrouped } from './characters.ts'
import { stateOf } from './countries.ts'
import type { Comparison } from './names.ts'

/** The same to the letter. */
export const same: Comparison = { same: true, rules: [] }
/** Another value, and the key of its explanation. */
export const different = (explanation: string): Comparison => ({ same: false, explanation })

/** A date whose parts the issuer does not know agrees with a full one that begins with it (Doc 9303-3 §4.8). */
export function compareBirthDate(declared: PartialDate, read: PartialDate): Comparison {
  if (declared === read) return same
  if (declared.startsWith(`${read}-`)) return { same: true, rules: ['partial_date'] }
  if (read.startsWith(`${declared}-`)) return different('birth_date_incomplete')
  const [year, month, day] = read.split('-')
  return different(declared === `${year}-${day}-${month}` ? 'birth_date_swapped' : 'birth_date_differs')
}

const unmistakable = (number: string): string =>
  number.replace(/[OQ]/g, '0').replace(/[IL]/g, '1').replaceAll('B', '8').replaceAll('S', '5')

/** The number, spaces and case aside. Signs that look alike stay different, but the clerk is told. */
export function compareDocumentNumber(declared: string, read: string): Comparison {
  const [a, b] = [ungrouped(declared), ungrouped(read)]
  const [upperA, upperB] = [a.toUpperCase(), b.toUpperCase()]
  if (upperA !== upperB) {
    const alike = unmistakable(upperA) === unmistakable(upperB)
    return different(alike ? 'document_number_look_alike' : 'document_number_differs')
  }
  const rules: MatchRule[] = []
  if (a !== declared || b !== read) rules.push('unicode_normalisation')
  if (a !== b) rules.push('letter_case')
  return { same: true, rules }
}

/** The nationality by its code; Germany and the overseas parts of France have two. */
export function compareNationality(declared: string, read: string): Comparison {
  if (declared === read) return same
  const [a, b] = [declared.toUpperCase(), read.toUpperCase()]
  if (stateOf(a) !== stateOf(b)) return different('nationality_differs')
  const rules: MatchRule[] = []
  if (a !== declared || b !== read) rules.push('letter_case')
  if (a !== b) rules.push('administrative_name')
  return { same: true, rules }
}
