import type { BirthPlace } from '../../contract/identity.ts'
import type { MatchRule } from '../../contract/match.ts'
import { alignSpellings } from './align.ts'
import { departmentThen, namesUnderCode } from './communes.ts'
import { countriesOfCog, isCountryCode, isSameCountry, stateOf } from './countries.ts'
import { algerianDepartments, arrondissementOf, departmentOf, isSameDepartment } from './departments.ts'
import type { Comparison, NameDifference } from './names.ts'
import { classifyDifference } from './names.ts'
import { plain } from './place-areas.ts'
import { declaredPlaces, partsOf, placeOf, readPlace, withCode, type Place } from './read-place.ts'

const abbreviations: [RegExp, string][] = [
  [/(^|[ -])st\.?(?=[ -])/gi, '$1Saint'],
  [/(^|[ -])ste\.?(?=[ -])/gi, '$1Sainte'],
  [/(^|[ -])sts\.?(?=[ -])/gi, '$1Saints'],
  [/(^|[ -])stes\.?(?=[ -])/gi, '$1Saintes'],
  // `S/S BOIS`, where a space follows: `S/SEINE` is on the Seine.
  [/ (?:s\/s|ss)\.? /gi, ' sous '],
  [/ s\/ ?/gi, ' sur '],
]

/** St, Ste, their plurals, s/ and s/s written out (St-Denis, Châlons s/ Marne, Fontenay s/s Bois); only these. */
function writeOut(name: string): string {
  return abbreviations.reduce((text, [short, long]) => text.replace(short, long), name)
}

function nameRules(declared: Place, read: Place): MatchRule[] | null {
  if (declared.qualifier !== null || read.qualifier !== null) return null
  const agreed =
    alignSpellings(declared.name, read.name) ?? alignSpellings(writeOut(declared.name), writeOut(read.name))
  return agreed && [...agreed.rules, 'administrative_name']
}

function departmentsAt({ department, inseeCode }: Place, birthDate: string): string[] {
  const then = inseeCode === null ? null : departmentThen(inseeCode, birthDate)
  return then === null ? department : [...department, then]
}

/** The countries named; where none is, the one in which the department lies. */
const countriesOf = ({ countries, department: [first] }: Place): string[] =>
  countries.length > 0 || first === undefined ? countries : [algerianDepartments.has(first) ? 'DZA' : 'FRA']

/** Why two places of one name are not the same; null when nothing contradicts. */
function contradiction(a: Place, b: Place, birthDate: string): string | null {
  const others = countriesOf(b)
  if (countriesOf(a).some((one) => others.some((other) => !isSameCountry(one, other, birthDate))))
    return 'birth_country_differs'
  const [ours, theirs] = [departmentsAt(a, birthDate), departmentsAt(b, birthDate)]
  const departmentsDiffer =
    ours.length > 0 &&
    theirs.length > 0 &&
    !ours.some((code) => theirs.some((other) => isSameDepartment(code, other, birthDate)))
  if (departmentsDiffer) return 'birth_place_department'
  const arrondissementsDiffer =
    a.arrondissement !== null && b.arrondissement !== null && a.arrondissement !== b.arrondissement
  return arrondissementsDiffer ? 'birth_place_arrondissement' : null
}

/** The country that a code of the COG speaks of, and the country declared: those born in Algeria before its independence have either. */
function isCountryTorn(inseeCode: string, state: string, birthDate: string): boolean {
  if (departmentOf(inseeCode) !== null) return !isSameCountry(state, 'FRA', birthDate)
  const named = countriesOfCog(inseeCode)
  if (named.length === 0) return state === 'FRA'
  return !named.some((code) => isSameCountry(code, state, birthDate))
}

/** What is written beside the name says another department, arrondissement or country than the code and the country do. */
function isTextTorn({ name, inseeCode, country }: BirthPlace, birthDate: string): boolean {
  const { name: bare, beside } = partsOf(name)
  const written = placeOf(bare, beside, null)
  const coded = withCode({
    ...placeOf(bare, [], inseeCode),
    arrondissement: inseeCode === null ? null : arrondissementOf(inseeCode, plain(bare)),
    countries: country === null ? [] : [stateOf(country)],
  })
  return contradiction(written, coded, birthDate) !== null
}

/**
 * A declaration that contradicts itself: a commune of one country declared in another, a country that there is not, `Lyon (69)` with a
 * code of Marseille's. Whatever the document says, one of the two is not so.
 */
export function isTornDeclaration(place: BirthPlace, birthDate: string): boolean {
  const { inseeCode, country } = place
  if (country !== null && !isCountryCode(country)) return true
  if (inseeCode !== null && country !== null && isCountryTorn(inseeCode, stateOf(country), birthDate)) return true
  return isTextTorn(place, birthDate)
}

const explanations: Record<NameDifference, string> = {
  marks: 'accent_differs',
  joined: 'name_spaces_differ',
  missing: 'birth_place_part_missing',
  extra: 'birth_place_part_extra',
  order: 'birth_place_spelling',
  spelling: 'birth_place_spelling',
}

const sameName = (a: string, b: string): boolean => alignSpellings(writeOut(a), writeOut(b)) !== null

/** One name under one code. Another name under it is another place: a postcode reads like a code, 44100 is Nantes and Monnières. */
const isOneCommune = (a: Place, b: Place): boolean =>
  a.inseeCode !== null && a.inseeCode === b.inseeCode && sameName(a.name, b.name)

/** Two names of one commune, which was renamed between: both are names of the declared code (COG). */
function isRenamed(declared: Place, read: Place, birthDate: string): boolean {
  if (declared.inseeCode === null || declared.qualifier !== null || read.qualifier !== null) return false
  const names = namesUnderCode(declared.inseeCode)
  const isOne = (place: Place): boolean => names.some((name) => sameName(name, place.name))
  return isOne(declared) && isOne(read) && contradiction(declared, read, birthDate) === null
}

/**
 * The place of birth, spelling included (R10). Declared rules beyond spelling: the same INSEE code, a renamed commune's too; and what an
 * administration writes beside a name (department, country, arrondissement) or abbreviates in it, when nothing contradicts.
 * `birthDate` tells which departments existed.
 */
export function compareBirthPlace(declared: BirthPlace, read: string, birthDate: string): Comparison {
  const whole = alignSpellings(declared.name, read)
  if (whole) return { same: true, rules: whole.rules }
  const [ours, theirs] = [declaredPlaces(declared), readPlace(read)]
  for (const a of ours)
    for (const b of theirs) {
      if (isOneCommune(a, b)) return { same: true, rules: ['insee_code'] }
      const rules = nameRules(a, b)
      if (rules === null) continue
      const contradicted = contradiction(a, b, birthDate)
      return contradicted === null ? { same: true, rules } : { same: false, explanation: contradicted }
    }
  if (ours.some((a) => theirs.some((b) => isRenamed(a, b, birthDate)))) return { same: true, rules: ['insee_code'] }
  return { same: false, explanation: explanations[classifyDifference(declared.name, read)] }
}
