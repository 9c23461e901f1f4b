import { tidyText } from './characters.ts'
import { countries, overseas, stateOf } from './countries.ts'
import { algerianDepartments, departments } from './departments.ts'

/** Plain capitals and spaces: for tables of administrative names only, never for the name of the place. */
export const plain = (text: string): string =>
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
export type Area = { department: string[]; country: string }

/** Codes of the departments, or of the country, that go by a name or code. */
export function areaOf(text: string): Area | null {
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
