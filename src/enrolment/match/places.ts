import type { BirthPlace } from '../../contract/identity.ts'
import type { MatchRule } from '../../contract/match.ts'
import { alignSpellings } from './align.ts'
import { tidyText } from './characters.ts'
import { countries, countriesOfCog, isCountryCode, isSameCountry, overseas, stateOf } from './countries.ts'
import {
  algerianDepartments,
  arrondissementOf,
  departmentOf,
  departments,
  hasArrondissement,
  isDepartmentOf,
  isSameDepartment,
} from './departments.ts'
import type { Comparison, NameDifference } from './names.ts'
import { classifyDifference } from './names.ts'

/** A place of birth taken apart. `qualifier`: what stands beside the name and was not understood. */
type Place = {
  name: string
  inseeCode: string | null
  arrondissement: number | null
  department: string[]
  country: string | null
  qualifier: string | null
}

/** Plain capitals and spaces: for tables of administrative names only, never for the name of the place. */
const plain = (text: string): string =>
  tidyText(text).toUpperCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/[-.']/g, ' ').replace(/ +/g, ' ').trim()

/** Without its spaces: COTE D IVOIRE, COTE DIVOIRE and COTE D'IVOIRE are one name of the table. */
const joined = (name: string): string => plain(name).replaceAll(' ', '')

type Names = ReadonlyMap<string, string[]>
const indexes = new Map<Names, Map<string, string[]>>()

/** Codes by each of their joined names. */
function indexOf(table: Names): Map<string, string[]> {
  const known = indexes.get(table)
  if (known !== undefined) return known
  const index = new Map<string, string[]>()
  for (const [code, names] of table)
    for (const name of new Set(names.map(joined))) index.set(name, [...(index.get(name) ?? []), code])
  indexes.set(table, index)
  return index
}

const codesNamed = (table: Names, name: string): string[] =>
  table.has(name) ? [name] : (indexOf(table).get(joined(name)) ?? [])

/** Codes of the departments, or of the country, that go by a name or code. */
function areaOf(text: string): Pick<Place, 'department' | 'country'> | null {
  const name = plain(text)
  const department = codesNamed(departments, name)
  if (department.length > 0) return { department, country: 'FRA' }
  const part = overseas.get(name)
  if (part !== undefined) return { department: [part], country: 'FRA' }
  if (algerianDepartments.has(name)) return { department: [name], country: 'DZA' }
  const [country = stateOf(name)] = codesNamed(countries, name)
  return countries.has(country) ? { department: [], country: stateOf(country) } : null
}

const articles = /^(le|la|les|l'?)$/i
const romans = 'I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX'.split(' ')

const ordinal =
  /^(.+?)[ -](\d{1,2}|[IVX]{1,5})(?:er|e|eme|ème|ᵉ|º|°)?(?: arrondissement| arrond\.?| arrdt\.?| arr\.?)?$/iu

const numberOf = (digits: string): number =>
  /^\d/.test(digits) ? Number(digits) : romans.indexOf(digits.toUpperCase()) + 1

function takeArrondissement(name: string): { name: string; arrondissement: number | null } {
  const [, city = '', digits = ''] = ordinal.exec(name) ?? []
  const number = numberOf(digits)
  const fits = hasArrondissement(plain(city), number)
  return fits ? { name: city, arrondissement: number } : { name, arrondissement: null }
}

/** The INSEE code says department and arrondissement where the text does not. */
function withCode(place: Place): Place {
  const { inseeCode } = place
  if (inseeCode === null) return place
  const department = departmentOf(inseeCode)
  return {
    ...place,
    arrondissement: place.arrondissement ?? arrondissementOf(inseeCode),
    department: department === null ? place.department : [department],
    country: place.country ?? (department === null ? null : 'FRA'),
  }
}

/** `HAVRE (LE)`, `AJACCIO (2A)`, `LYON, 69, FRA`: the name, and what stands beside it in brackets or after commas. */
function partsOf(text: string): { name: string; beside: string[] } {
  const [name = '', ...beside] = text
    .replace(/\(([^()]*)\)/g, ',$1')
    // `s/` is short for `sur`.
    .replace(/(?<![ -]s|^s)\//gi, ',')
    .split(',')
    .map(tidyText)
    .filter((part) => part !== '')
  const article = beside.find((part) => articles.test(part))
  return article === undefined
    ? { name, beside }
    : { name: `${article} ${name}`, beside: beside.filter((part) => part !== article) }
}

/** One more word beside the name. The number of a city's own department is no arrondissement: MARSEILLE (13). */
function withBeside(place: Place, text: string): Place {
  const area = areaOf(text)
  const { arrondissement } = takeArrondissement(`${place.name} ${text}`)
  const isOwnArea = area !== null && area.department.some((code) => isDepartmentOf(plain(place.name), code))
  if (arrondissement !== null && !isOwnArea) return { ...place, arrondissement }
  if (area === null) return { ...place, qualifier: text }
  // A country by its name says more than the one that a department lies in.
  if (area.department.length === 0) return { ...place, country: area.country }
  return { ...place, department: area.department, country: place.country ?? area.country }
}

function placeOf(name: string, beside: string[], inseeCode: string | null): Place {
  const nothing = { inseeCode, department: [], country: null, qualifier: null }
  return beside.reduce(withBeside, { ...nothing, ...takeArrondissement(name) })
}

/** Department or country without brackets or commas: `AJACCIO 2A`, `ALGER ALGERIE`. */
function trailingPlaces(name: string, beside: string[], inseeCode: string | null): Place[] {
  const words = name.split(' ')
  return words.slice(1).flatMap((_, at) => {
    const area = areaOf(words.slice(at + 1).join(' '))
    const place = placeOf(words.slice(0, at + 1).join(' '), beside, inseeCode)
    return area === null ? [] : [{ ...place, ...area }]
  })
}

/** A hyphen between spaces parts a place from what is written beside it, where it does not join the place's own words. */
const parted = (text: string): string => text.replace(/\s[-\u2010-\u2015]\s/gu, ',')

/** The ways to read a place as a document, or a citizen, writes it; the plainest first. */
const readPlace = (text: string): Place[] => [...new Set([text, parted(text)])].flatMap(readParts)

function readParts(text: string): Place[] {
  const { name: named, beside } = partsOf(text)
  const [, inseeCode = null, name = named] = /^(\d{5}|2[AB]\d{3}) (.+)$/i.exec(named) ?? []
  return [placeOf(name, beside, inseeCode), ...trailingPlaces(name, beside, inseeCode)].map(withCode)
}

/** What was declared, its INSEE code and country taken with it. */
function declaredPlaces({ name, inseeCode, country }: BirthPlace): Place[] {
  return readPlace(name).map((place) =>
    withCode({
      ...place,
      inseeCode: inseeCode ?? place.inseeCode,
      country: country === null ? place.country : stateOf(country),
    }),
  )
}

const abbreviations: [RegExp, string][] = [
  [/(^|[ -])st\.?(?=[ -])/gi, '$1Saint'],
  [/(^|[ -])ste\.?(?=[ -])/gi, '$1Sainte'],
  [/ s\/ ?/gi, ' sur '],
]

/** St, Ste and s/ written out (St-Denis, Châlons s/ Marne); only these. */
function writeOut(name: string): string {
  return abbreviations.reduce((text, [short, long]) => text.replace(short, long), name)
}

function nameRules(declared: Place, read: Place): MatchRule[] | null {
  if (declared.qualifier !== null || read.qualifier !== null) return null
  const agreed =
    alignSpellings(declared.name, read.name) ?? alignSpellings(writeOut(declared.name), writeOut(read.name))
  return agreed && [...agreed.rules, 'administrative_name']
}

/** Why two places of one name are not the same; null when nothing contradicts. */
function contradiction(a: Place, b: Place, birthDate: string): string | null {
  if (a.country !== null && b.country !== null && !isSameCountry(a.country, b.country, birthDate))
    return 'birth_country_differs'
  const departmentsDiffer =
    a.department.length > 0 &&
    b.department.length > 0 &&
    !a.department.some((code) => b.department.some((other) => isSameDepartment(code, other, birthDate)))
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
    arrondissement: inseeCode === null ? null : arrondissementOf(inseeCode),
    country: country === null ? null : stateOf(country),
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

/**
 * The place of birth, spelling included (R10). Declared rules beyond spelling: the same INSEE code; and what an
 * administration writes beside a name (department, country, arrondissement) or abbreviates in it, when nothing contradicts.
 * `birthDate` tells which departments existed.
 */
export function compareBirthPlace(declared: BirthPlace, read: string, birthDate: string): Comparison {
  const whole = alignSpellings(declared.name, read)
  if (whole) return { same: true, rules: whole.rules }
  const [ours, theirs] = [declaredPlaces(declared), readPlace(read)]
  for (const a of ours)
    for (const b of theirs) {
      if (a.inseeCode !== null && a.inseeCode === b.inseeCode) return { same: true, rules: ['insee_code'] }
      const rules = nameRules(a, b)
      if (rules === null) continue
      const contradicted = contradiction(a, b, birthDate)
      return contradicted === null ? { same: true, rules } : { same: false, explanation: contradicted }
    }
  return { same: false, explanation: explanations[classifyDifference(declared.name, read)] }
}
