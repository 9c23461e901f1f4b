import { html, type Html } from '../../central/admin/html.ts'
import { loadCommunes } from '../../central/intake/communes.ts'
import type { Language } from '../../contract/identity.ts'
import { sayDay, sayMoment } from '../../texts/say-time.ts'
import { isTextKey, textsIn } from '../../texts/texts-in.ts'
import { sayCountry } from '../lifecycle/countries.ts'

export type Row = readonly [name: string, value: string | Html]

/** Fields whose values are codes, and where the words of those stand: the first that has one says it. */
const wordsOfCodes: Record<string, readonly string[]> = {
  state: ['admin-case:mail', 'words:central', 'login:account.state'],
  status: ['record:status'],
  kind: ['admin-case:mail', 'login:kind'],
  outcome: ['words:outcome', 'words:visit'],
  answer: ['admin-case:code'],
  channel: ['words:channel'],
  sex: ['words:sex'],
  gender: ['record:gender'],
  document_type: ['documents'],
  type: ['documents'],
  source: ['record:source'],
  judgement: ['person'],
  created_by: ['record:maker'],
  claims: ['login:claims'],
  reasons: ['reasons'],
  field: ['words:field'],
  class: ['words:match'],
  rules: ['words:rule'],
  rule: ['comparison:rule'],
  verdict: ['words:verdict'],
}
const endings = ['', '.short', '.title', '.name']
const countries = new Set(['country', 'nationality', 'issuer', 'birthcountry'])
const communes = new Set(['birthplace', 'insee_code'])
const languages = new Set(['language'])
/** Parts of a result that are one line each: what was looked at, and how it ended. */
const lineNames = ['field', 'rule'] as const

/** `birthName`, as the contract has it, and `birth_name`, as the database has it, are one name. */
const snakeOf = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The word of a field of the record; the field's own name where it has none. */
export function sayField(name: string, language: Language): string {
  const field = snakeOf(name)
  const key = [`record:field.${field}`, `words:field.${field}`, `login:claims.${field}`].find(isTextKey)
  return key === undefined ? name : textsIn(language)(key)
}

/** A value of the record in words: codes by their field, days and moments in full, countries by their name. */
export function sayValue(name: string, value: unknown, language: Language): string {
  const say = textsIn(language)
  if (value instanceof Date) return sayMoment(value, language)
  if (typeof value === 'boolean') return say(value ? 'record:yes' : 'record:no')
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string' || value === '') return '—'
  const field = snakeOf(name)
  const keys = (wordsOfCodes[field] ?? []).flatMap((table) => endings.map((end) => `${table}.${value}${end}`))
  const key = [...keys, ...keys.map(inTable)].find(isTextKey)
  if (key !== undefined) return say(key)
  if (countries.has(field)) return sayCountry(value, language)
  if (communes.has(field)) return [loadCommunes().namesOf(value)[0], `(${value})`].filter(Boolean).join(' ')
  if (languages.has(field)) return new Intl.DisplayNames(language, { type: 'language' }).of(value) ?? value
  return /^\d{4}-\d\d-\d\dT/.test(value) ? sayMoment(value, language) : sayDay(value, language)
}

/** A table that is a whole area of texts has its codes after a colon. */
const inTable = (key: string) => (key.includes(':') ? key : key.replace('.', ':'))

/** The rows of a part of the record, what is empty left out; parts of it are lists of their own. */
export function rowsOf(part: object, language: Language): Row[] {
  return Object.entries(part).flatMap(([name, value]: [string, unknown]): Row[] => {
    if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return []
    return [[sayField(name, language), drawValue(name, value, language)]]
  })
}

function drawValue(name: string, value: unknown, language: Language): string | Html {
  if (Array.isArray(value)) return drawList(name, value, language)
  if (typeof value !== 'object' || value === null || value instanceof Date) return sayValue(name, value, language)
  return drawRows(rowsOf(value, language))
}

function drawList(name: string, values: readonly unknown[], language: Language): string | Html {
  const parts = values.filter((value) => typeof value === 'object' && value !== null)
  if (parts.length === 0) return values.map((value) => sayValue(name, value, language)).join(', ')
  return html`${parts.map((part) => drawRows(lineOf(part, language) ?? rowsOf(part, language)))}`
}

/** What was compared or judged, beside how it ended; null for what is neither. */
function lineOf(part: object, language: Language): Row[] | null {
  const named = lineNames.find((name) => name in part)
  if (named === undefined) return null
  const { [named]: about, ...ends } = part as Record<string, unknown>
  const said = Object.entries(ends).flatMap(([name, value]) => {
    if (value === null || typeof value !== 'object') return [sayValue(name, value, language)]
    const inner = Array.isArray(value) ? value.map((one) => [name, one] as const) : Object.entries(value)
    return inner.map(([name, one]) => sayValue(name, one, language))
  })
  return [[sayValue(named, about, language), said.filter((words) => words !== '—').join(' ; ')]]
}

/** A list of names and values. */
export const drawRows = (rows: readonly Row[]): Html =>
  html`<dl>
    ${rows.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`
