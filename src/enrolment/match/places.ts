import type { BirthPlace } from '../../contract/identity.ts'
import type { MatchRule } from '../../contract/match.ts'
import { alignSpellings } from './align.ts'
import { tidyText } from './characters.ts'
import { departmentThen, namesUnderCode } from './communes.ts'
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

/** A place of birth taken apart. `countries`: every one that is named. `qualifier`: what stands beside the name and was not understood. */
type Place = {
  name: string
  inseeCode: string | null
  arrondissement: number | null
  department: string[]
  countries: string[]
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

/** What an administration shortens in the name of a department or state. */
const shortWords: Record<string, string> = {
  REP: 'REPUBLIQUE',
  DEM: 'DEMOCRATIQUE',
  POP: 'POPULAIRE',
  FED: 'FEDERALE',
  HTE: 'HAUTE',
  HTES: 'HAUTES',
  ST: 'SAINT',
}
const of = 'D(?:E LA|E L|E|U|ES)? '
/** `ROYAUME DU MAROC`, `REPUBLIQUE ISLAMIQUE D IRAN`: what a state calls itself before its name. */
const stateForm = new RegExp(
  '^(?:REPUBLIQUE|ROYAUME|PRINCIPAUTE|GRAND DUCHE|SULTANAT|UNION|ETAT|FEDERATION)' +
    '(?: (?:POPULAIRE|DEMOCRATIQUE|ISLAMIQUE|ARABE|FEDERALE|FEDERATIVE|SOCIALISTE|UNIE|BOLIVARIENNE|ORIENTALE|HACHEMITE|PLURINATIONAL))*' +
    ` ${of}`,
)
const departmentForm = new RegExp(`^(?:DEPARTEMENT|DEPT|DPT) ${of}`)

/** The ways in which a table may know a name: as it stands, written out, and without what stands before it. */
function spellingsOf(name: string): string[] {
  const whole = name.replace(/[A-Z]+/g, (word) => shortWords[word] ?? word)
  return [name, whole, whole.replace(stateForm, '')]
}

/** The codes of the first spelling that the table has; none where it has none. */
function codesOf(table: Names, spellings: string[]): string[] {
  for (const name of spellings) {
    const codes = codesNamed(table, name)
    if (codes.length > 0) return codes
  }
  return []
}

/** Departments, and the country that they lie in; or a country alone. */
type Area = { department: string[]; country: string }

/** Codes of the departments, or of the country, that go by a name or code. */
function areaOf(text: string): Area | null {
  // Departments before the tenth have a nought that is often left out.
  const named = plain(text).replace(/^[1-9]$/, '0$&')
  const name = named.replace(departmentForm, '')
  const spellings = spellingsOf(name)
  const department = codesOf(departments, spellings)
  if (department.length > 0) return { department, country: 'FRA' }
  const part = overseas.get(name)
  if (part !== undefined) return { department: [part], country: 'FRA' }
  if (algerianDepartments.has(name)) return { department: [name], country: 'DZA' }
  if (name !== named) return null
  const [country = stateOf(name)] = codesOf(countries, spellings)
  return countries.has(country) ? { department: [], country: stateOf(country) } : null
}

const articles = /^(le|la|les|l'?)$/i
const romans = 'I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX'.split(' ')

const arrondissement = '(?: arrondissement| arrond\\.?| arrdt\\.?| arrt\\.?| arr\\.?)'
const nth = '(\\d{1,2}|[IVX]{1,5})(?: ?(?:er|nde?|de?|e|eme|ème|ᵉ|º|°))?'
const ordinal = new RegExp(`^(.+?)[ -]${nth}${arrondissement}?$`, 'iu')
/** `12E ARRONDISSEMENT DE PARIS`. */
const ordinalFirst = new RegExp(`^${nth}${arrondissement} de (.+)$`, 'iu')

const numberOf = (digits: string): number =>
  /^\d/.test(digits) ? Number(digits) : romans.indexOf(digits.toUpperCase()) + 1

function takeArrondissement(text: string): { name: string; arrondissement: number | null } {
  const name = text.replace(ordinalFirst, '$2 $1')
  const [, city = '', digits = ''] = ordinal.exec(name) ?? []
  const number = numberOf(digits)
  const fits = hasArrondissement(plain(city), number)
  return fits ? { name: city, arrondissement: number } : { name: text, arrondissement: null }
}

/** The INSEE code says department and arrondissement where the text does not. */
function withCode(place: Place): Place {
  const { inseeCode } = place
  if (inseeCode === null) return place
  const department = departmentOf(inseeCode)
  return {
    ...place,
    arrondissement: place.arrondissement ?? arrondissementOf(inseeCode, plain(place.name)),
    department: department === null ? place.department : [department],
  }
}

/** `HAVRE (LE)`, `AJACCIO (2A)`, `LYON, 69, FRA`: the name, and what stands beside it in brackets or after commas. */
function partsOf(text: string): { name: string; beside: string[] } {
  const [name = '', ...beside] = text
    .replace(/[([]([^()[\]]*)[)\]]/g, ',$1,')
    // `s/` is short for `sur`.
    .replace(/(?<![ -]s|^s)\//gi, ',')
    .split(/[,;]/)
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
  return withArea(place, area)
}

/** Two departments that are not one exclude each other: the text is not understood then. */
function withArea(place: Place, { department, country }: Area): Place {
  if (department.length === 0) return { ...place, countries: [...place.countries, country] }
  if (place.department.length === 0) return { ...place, department }
  const both = department.filter((code) => place.department.includes(code))
  return both.length === 0 ? { ...place, qualifier: department.join(' ') } : { ...place, department: both }
}

function placeOf(name: string, beside: string[], inseeCode: string | null): Place {
  const nothing = { inseeCode, department: [], countries: [], qualifier: null }
  return beside.reduce(withBeside, { ...nothing, ...takeArrondissement(name) })
}

/** The longest name of a state or department in words, and how many of them stand beside one place at most. */
const mostWords = 9
const mostBeside = 4

/** Department or country without brackets or commas: `AJACCIO 2A`, `ALGER ALGERIE`, `LYON 69 FRANCE`. */
function trailingPlaces(name: string, beside: string[], inseeCode: string | null): Place[] {
  const words = name.split(' ')
  if (beside.length >= mostBeside) return []
  const first = Math.max(1, words.length - mostWords)
  return words.slice(first).flatMap((_, at) => {
    const [head, tail] = [words.slice(0, first + at).join(' '), words.slice(first + at).join(' ')]
    const area = areaOf(tail)
    // Suriname's code is a word of many names: SAINT OUEN SUR SEINE.
    if (area === null || tail.toUpperCase() === 'SUR') return []
    return [withArea(placeOf(head, beside, inseeCode), area), ...trailingPlaces(head, [tail, ...beside], inseeCode)]
  })
}

/** Readings that a text may have beside its plain one. */
const otherReadings: ((text: string) => string)[] = [
  // A dash between spaces, or before a department's code, parts a place from what is written beside it: TUNIS - TUNISIE, BREST-29.
  (text) => text.replace(/\s\p{Dash}\s|\p{Dash}(?=(?:\d{2,3}|2[AB])$)/giu, ','),
  // A stroke alone may stand for `sur` (CHALON/SAONE), and an article for one in brackets (HAVRE LE).
  (text) => text.replace(/(?<=\p{L}{2})\/(?=\p{L})/gu, ' sur '),
  (text) => text.replace(/ (le|la|les)$/i, ' ($1)'),
]

/** The ways to read a place as a document, or a citizen, writes it; the plainest first. */
const readPlace = (text: string): Place[] =>
  [...new Set([text, ...otherReadings.map((read) => read(text))])].flatMap(readParts)

const isCode = (text: string): boolean => /^(?:\d{5}|2[AB]\d{3})$/i.test(text)

/** A name and the INSEE code or postcode that stands before it, after it, or beside it. */
function withoutCode(text: string, others: string[]): { name: string; beside: string[]; inseeCode: string | null } {
  const words = text.split(' ')
  const beside = others.filter((part) => !isCode(part))
  const codes = [words[0]!, ...others, words.at(-1)!].filter(isCode)
  const name = words.filter((word, at) => (at !== 0 && at !== words.length - 1) || !isCode(word)).join(' ')
  // Two codes are not understood; a code alone is no place.
  if (codes.length !== 1 || name === '') return { name: text, beside: others, inseeCode: null }
  return { name, beside, inseeCode: codes[0]! }
}

function readParts(text: string): Place[] {
  const parts = partsOf(text)
  const { name, beside, inseeCode } = withoutCode(parts.name, parts.beside)
  return [placeOf(name, beside, inseeCode), ...trailingPlaces(name, beside, inseeCode)].map(withCode)
}

/** What was declared, its INSEE code and country taken with it. */
function declaredPlaces({ name, inseeCode, country }: BirthPlace): Place[] {
  return readPlace(name).map((place) =>
    withCode({
      ...place,
      inseeCode: inseeCode ?? place.inseeCode,
      countries: country === null ? place.countries : [stateOf(country)],
    }),
  )
}

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
      if (a.inseeCode !== null && a.inseeCode === b.inseeCode) return { same: true, rules: ['insee_code'] }
      const rules = nameRules(a, b)
      if (rules === null) continue
      const contradicted = contradiction(a, b, birthDate)
      return contradicted === null ? { same: true, rules } : { same: false, explanation: contradicted }
    }
  if (ours.some((a) => theirs.some((b) => isRenamed(a, b, birthDate)))) return { same: true, rules: ['insee_code'] }
  return { same: false, explanation: explanations[classifyDifference(declared.name, read)] }
}
