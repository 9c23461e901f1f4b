import type { BirthPlace } from '../../contract/identity.ts'
import type { MatchRule } from '../../contract/match.ts'
import type { Comparison } from '../match/names.ts'

/** Rules by short names, so that a case stays one line. */
const rules: Record<string, MatchRule> = {
  uni: 'unicode_normalisation',
  case: 'letter_case',
  trans: 'transliteration',
  marks: 'diacritics_dropped',
  sign: 'hyphen_or_apostrophe',
  lig: 'ligature',
  cut: 'mrz_truncation',
  part: 'partial_date',
  insee: 'insee_code',
  admin: 'administrative_name',
  née: 'usage_name_marker',
}

/** A verdict on one line: `=` and the rules needed, in the contract's order, or `≠` and the explanation. */
export function verdictOf(verdict: string): Comparison {
  const [sign, ...words] = verdict.split(' ')
  if (sign === '≠') return { same: false, explanation: words[0]! }
  return { same: true, rules: words.map((word) => rules[word]!) }
}

/** A place as declared; in France unless said otherwise. */
export const bornIn = (name: string, inseeCode: string | null = null, country: string | null = 'FRA'): BirthPlace => ({
  name,
  inseeCode,
  country,
})

export type PlaceCase = [declared: BirthPlace, read: string, verdict: string, birthDate?: string]
