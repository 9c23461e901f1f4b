import type { BirthPlace } from '../../contract/identity.ts'
import type { MatchRule } from '../../contract/match.ts'
import { alignSpellings } from './align.ts'
import { charactersOf } from './characters.ts'
import { countries, stateOf } from './countries.ts'
import { arrondissementOf, departmentOf, departments, hasArrondissement, isSameDepartment } from './departments.ts'
import type { Comparison } from './names.ts'
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

const upperText = (text: string): string =>
  charactersOf(text.replaceAll(',', ' , '))
    .map((character) => character.upper)
    .join('')

/** Plain capitals and spaces: for tables of administrative names only, never for the name of the place. */
const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[-.]/g, ' ').replace(/\s+/g, ' ').trim()

/** Codes of the departments, or of the country, that go by a name or code. */
function areaOf(text: string): Pick<Place, 'department' | 'country'> | null {
  const name = plain(text)
  if (departments.has(name)) return { department: [name], country: 'FRA' }
  const department = [...departments].filter(([, names]) => names.includes(name)).map(([code]) => code)
  if (department.length > 0) return { department, country: 'FRA' }
  const country = countries.has(name) ? name : [...countries].find(([, names]) => names.includes(name))?.[0]
  return country === undefined ? null : { department: [], country }
}

const articles = /^(LE|LA|LES|L')$/

/** `HAVRE (LE)`, `AJACCIO (2A)`, `ORAN (ALGERIE)`: the name and what the brackets say. */
function openBrackets(text: string): { name: string; qualifier: string | null } {
  const [, name, qualifier] = /^(.+?) ?\((.+)\)$/.exec(text) ?? []
  if (name === undefined || qualifier === undefined) return { name: text, qualifier: null }
  if (!articles.test(qualifier)) return { name, qualifier }
  return { name: qualifier === "L'" ? `L'${name}` : `${qualifier} ${name}`, qualifier: null }
}

const ordinal = /^(.+?)[ -](\d{1,2})(?:ER|E|EME|ÈME)?(?: ARRONDISSEMENT| ARRDT\.?| ARR\.?)?$/

function takeArrondissement(name: string): { name: string; arrondissement: number | null } {
  const [, city = '', digits] = ordinal.exec(name) ?? []
  const fits = hasArrondissement(city, Number(digits))
  return fits ? { name: city, arrondissement: Number(digits) } : { name, arrondissement: null }
}

/** Department or country written after the name without a bracket: `AJACCIO 2A`, `ALGER ALGERIE`, `SAINT-DENIS LA REUNION`. */
function takeTrailingArea(name: string): { name: string; area: ReturnType<typeof areaOf> } {
  const words = name.split(' ')
  for (let at = 1; at < words.length; at++) {
    const area = areaOf(words.slice(at).join(' '))
    if (area !== null) return { name: words.slice(0, at).join(' ').replace(/ ?,$/, ''), area }
  }
  return { name: name.replace(/ , /g, ' '), area: null }
}

/** Reads a place as a document, or a citizen, writes it. */
function parsePlace(text: string): Place {
  const [, inseeCode = null, rest = upperText(text)] = /^(\d{5}|2[AB]\d{3}) (.+)$/.exec(upperText(text)) ?? []
  const { name: opened, qualifier } = openBrackets(rest)
  const { name, arrondissement } = takeArrondissement(opened)
  const trailing = arrondissement === null ? takeTrailingArea(name) : { name, area: null }
  const again = arrondissement === null ? takeArrondissement(trailing.name) : { name, arrondissement }
  const bracketed = qualifier === null ? null : areaOf(qualifier)
  const number = qualifier === null || bracketed !== null ? null : takeArrondissement(`${again.name} ${qualifier}`)
  const area = bracketed ?? trailing.area
  const known = bracketed !== null || (number !== null && number.arrondissement !== null)
  return {
    name: again.name,
    inseeCode,
    arrondissement: again.arrondissement ?? number?.arrondissement ?? null,
    department: area?.department ?? [],
    country: area?.country ?? null,
    qualifier: known ? null : qualifier,
  }
}

/** What was declared, its INSEE code and country spelled out. */
function declaredPlace({ name, inseeCode, country }: BirthPlace): Place {
  const place = parsePlace(name)
  const code = inseeCode ?? place.inseeCode
  const department = code === null ? null : departmentOf(code)
  return {
    ...place,
    inseeCode: code,
    arrondissement: place.arrondissement ?? (code === null ? null : (arrondissementOf(code)?.number ?? null)),
    department: department === null ? place.department : [department],
    country: country === null ? (department === null ? place.country : 'FRA') : stateOf(country),
  }
}

const abbreviations: [RegExp, string][] = [
  [/(^|[ -])ST(?=[ -])\.?/g, '$1SAINT'],
  [/(^|[ -])STE(?=[ -])\.?/g, '$1SAINTE'],
  [/ S\/ ?/g, ' SUR '],
]

/** St, Ste and s/ written out (St-Denis, Châlons s/ Marne); only these. */
function writeOut(name: string): string {
  const dotless = name.replace(/(^|[ -])(STE?)\.(?=[ -])/g, '$1$2')
  return abbreviations.reduce((text, [short, long]) => text.replace(short, long), dotless)
}

function nameRules(declared: Place, read: Place, original: string): MatchRule[] | null {
  const exact = alignSpellings(original, read.name)
  if (exact) return exact.rules
  const parsed =
    alignSpellings(declared.name, read.name) ?? alignSpellings(writeOut(declared.name), writeOut(read.name))
  return parsed && [...parsed.rules, 'administrative_name']
}

/** Why two places cannot be the same whatever their names; null when nothing contradicts. */
function contradiction(declared: Place, read: Place, birthDate: string): string | null {
  const [a, b] = [declared, read]
  if (a.country !== null && b.country !== null && a.country !== stateOf(b.country)) return 'birth_country_differs'
  const departmentsDiffer =
    a.department.length > 0 &&
    b.department.length > 0 &&
    !a.department.some((code) => b.department.some((other) => isSameDepartment(code, other, birthDate)))
  if (departmentsDiffer) return 'birth_place_department'
  if (a.arrondissement !== null && b.arrondissement !== null && a.arrondissement !== b.arrondissement)
    return 'birth_place_arrondissement'
  return null
}

/**
 * The place of birth, spelling included (R10). Declared rules beyond spelling: the same INSEE code; and what an
 * administration writes beside a name (department, country, arrondissement) or abbreviates in it, when nothing contradicts.
 * `birthDate` tells which departments existed.
 */
export function compareBirthPlace(declared: BirthPlace, read: string, birthDate: string): Comparison {
  const [a, b] = [declaredPlace(declared), parsePlace(read)]
  if (a.inseeCode !== null && a.inseeCode === b.inseeCode) return { same: true, rules: ['insee_code'] }
  const whole = alignSpellings(declared.name, read)
  if (whole) return { same: true, rules: whole.rules }
  const contradicted = contradiction(a, b, birthDate)
  if (contradicted !== null) return { same: false, explanation: contradicted }
  const rules = b.qualifier === null ? nameRules(a, b, declared.name) : null
  if (rules === null)
    return { same: false, explanation: placeExplanations[classifyDifference(a.name, b.name)] ?? 'birth_place_spelling' }
  return { same: true, rules: [...new Set<MatchRule>([...rules, 'administrative_name'])] }
}

const placeExplanations: Partial<Record<ReturnType<typeof classifyDifference>, string>> = {
  marks: 'accent_differs',
  joined: 'name_spaces_differ',
  missing: 'birth_place_part_missing',
  extra: 'birth_place_part_extra',
}
