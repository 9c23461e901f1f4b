import type { BirthPlace } from '../../contract/identity.ts'
import { tidyText } from './characters.ts'
import { countriesOfCog, stateOf } from './countries.ts'
import { arrondissementOf, departmentOf, hasArrondissement, isDepartmentOf } from './departments.ts'
import { areaOf, plain, type Area } from './place-areas.ts'

/** A place of birth taken apart. `countries`: every one that is named. `qualifier`: what stands beside the name and was not understood. */
export type Place = {
  name: string
  inseeCode: string | null
  arrondissement: number | null
  department: string[]
  countries: string[]
  qualifier: string | null
}

const articles = /^(le|la|les|l'?)$/i
const romans = 'I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX'.split(' ')

const arrondissement = '(?:[ -](?:arrondissement|arrond\\.?|arrdt\\.?|arrt\\.?|arr\\.?))'
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

/** The country of a code for births abroad; none where several have it. */
function countryOfCode(inseeCode: string): string[] {
  const coded = countriesOfCog(inseeCode)
  return coded.length === 1 ? coded : []
}

/** The INSEE code says department, arrondissement and country where the text does not. */
export function withCode(place: Place): Place {
  const { inseeCode } = place
  if (inseeCode === null) return place
  const department = departmentOf(inseeCode)
  return {
    ...place,
    arrondissement: place.arrondissement ?? arrondissementOf(inseeCode, plain(place.name)),
    department: department === null ? place.department : [department],
    countries: place.countries.length > 0 ? place.countries : countryOfCode(inseeCode),
  }
}

/** `HAVRE (LE)`, `AJACCIO (2A)`, `LYON, 69, FRA`: the name, and what stands beside it in brackets or after commas. */
export function partsOf(text: string): { name: string; beside: string[] } {
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

export function placeOf(name: string, beside: string[], inseeCode: string | null): Place {
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
export const readPlace = (text: string): Place[] =>
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
export function declaredPlaces({ name, inseeCode, country }: BirthPlace): Place[] {
  return readPlace(name).map((place) =>
    withCode({
      ...place,
      inseeCode: inseeCode ?? place.inseeCode,
      countries: country === null ? place.countries : [stateOf(country)],
    }),
  )
}
