import type { BirthPlace } from '../../contract/identity.ts'
import type { MatchRule } from '../../contract/match.ts'
import { alignSpellings } from './align.ts'
import { tidyText } from './characters.ts'
import { countries, stateOf } from './countries.ts'
import { arrondissementOf, departmentOf, departments, hasArrondissement, isSameDepartment } from './departments.ts'
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
  tidyText(text).toUpperCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/[-.]/g, ' ')

/** Codes of the departments, or of the country, that go by a name or code. */
function areaOf(text: string): Pick<Place, 'department' | 'country'> | null {
  const name = plain(text)
  if (departments.has(name)) return { department: [name], country: 'FRA' }
  const department = [...departments].filter(([, names]) => names.includes(name)).map(([code]) => code)
  if (department.length > 0) return { department, country: 'FRA' }
  const country = countries.has(name) ? name : [...countries].find(([, names]) => names.includes(name))?.[0]
  return country === undefined ? null : { department: [], country }
}

const articles = /^(le|la|les|l')$/i

/** `HAVRE (LE)`, `AJACCIO (2A)`, `ORAN (ALGERIE)`: the name and what the brackets say. */
function openBrackets(text: string): { name: string; qualifier: string | null } {
  const [, name, qualifier] = /^(.+?) ?\((.+)\)$/.exec(text) ?? []
  if (name === undefined || qualifier === undefined) return { name: text, qualifier: null }
  if (!articles.test(qualifier)) return { name, qualifier }
  return { name: `${qualifier} ${name}`, qualifier: null }
}

const ordinal = /^(.+?)[ -](\d{1,2})(?:er|e|eme|ème)?(?: arrondissement| arrdt\.?| arr\.?)?$/iu

function takeArrondissement(name: string): { name: string; arrondissement: number | null } {
  const [, city = '', digits] = ordinal.exec(name) ?? []
  const fits = hasArrondissement(plain(city), Number(digits))
  return fits ? { name: city, arrondissement: Number(digits) } : { name, arrondissement: null }
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

/** A name with what the brackets beside it say: an arrondissement, a department, a country, or nothing known. */
function bracketedPlace(text: string, inseeCode: string | null): Place {
  const { name: opened, qualifier } = openBrackets(text)
  const { name, arrondissement } = takeArrondissement(opened)
  const area = qualifier === null ? null : areaOf(qualifier)
  const inside = qualifier === null ? null : takeArrondissement(`${name} ${qualifier}`).arrondissement
  return {
    name,
    inseeCode,
    arrondissement: arrondissement ?? inside,
    department: area?.department ?? [],
    country: area?.country ?? null,
    qualifier: area === null && inside === null ? qualifier : null,
  }
}

/** Department or country without brackets: `AJACCIO 2A`, `ALGER ALGERIE`, `SAINT-DENIS, LA REUNION`. */
function trailingPlaces(text: string, inseeCode: string | null): Place[] {
  const words = text.split(' ')
  return words.slice(1).flatMap((_, at) => {
    const area = areaOf(words.slice(at + 1).join(' '))
    return area === null ? [] : [{ ...bracketedPlace(words.slice(0, at + 1).join(' '), inseeCode), ...area }]
  })
}

/** The ways to read a place as a document, or a citizen, writes it; the plainest first. */
function readPlace(text: string): Place[] {
  const tidied = tidyText(text)
  const [, inseeCode = null, rest = tidied] = /^(\d{5}|2[AB]\d{3}) (.+)$/i.exec(tidied) ?? []
  return [bracketedPlace(rest, inseeCode), ...trailingPlaces(rest, inseeCode)].map(withCode)
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
  if (a.country !== null && b.country !== null && a.country !== b.country) return 'birth_country_differs'
  const departmentsDiffer =
    a.department.length > 0 &&
    b.department.length > 0 &&
    !a.department.some((code) => b.department.some((other) => isSameDepartment(code, other, birthDate)))
  if (departmentsDiffer) return 'birth_place_department'
  const arrondissementsDiffer =
    a.arrondissement !== null && b.arrondissement !== null && a.arrondissement !== b.arrondissement
  return arrondissementsDiffer ? 'birth_place_arrondissement' : null
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
