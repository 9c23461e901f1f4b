import type { Declared, DocumentIdentity, DocumentType, PartialDate } from '../../contract/identity.ts'
import { MatchRule } from '../../contract/match.ts'
import type { FieldMatch, MatchField } from '../../contract/match.ts'
import { documentRules } from '../documents.ts'
import { differenceOf } from './align.ts'
import { stateOf } from './countries.ts'
import { compareBirthPlace } from './places.ts'
import { compareGivenNames, compareSurname, compareUsageName, cutsOf } from './names.ts'
import type { Comparison } from './names.ts'

export type ComparisonInput = {
  declared: Declared
  documentType: DocumentType
  zone: DocumentIdentity
  /** Only a chip proved genuine. */
  chip: DocumentIdentity | null
}

const same: Comparison = { same: true, rules: [] }
const different = (explanation: string): Comparison => ({ same: false, explanation })

/** A date whose parts the issuer does not know agrees with a full one that begins with it (Doc 9303-3 §4.8). */
export function compareBirthDate(declared: PartialDate, read: PartialDate): Comparison {
  if (declared === read) return same
  if (declared.startsWith(`${read}-`)) return { same: true, rules: ['partial_date'] }
  if (read.startsWith(`${declared}-`)) return different('birth_date_incomplete')
  const [year, month, day] = read.split('-')
  return different(declared === `${year}-${day}-${month}` ? 'birth_date_swapped' : 'birth_date_differs')
}

const bareNumber = (number: string): string => number.normalize('NFKC').replace(/[\s.-]/g, '')
const unmistakable = (number: string): string =>
  number.replace(/[OQ]/g, '0').replace(/[IL]/g, '1').replaceAll('B', '8').replaceAll('S', '5')

/** The number, spaces and case aside. Signs that look alike stay different, but the clerk is told. */
export function compareDocumentNumber(declared: string, read: string): Comparison {
  const [a, b] = [bareNumber(declared), bareNumber(read)]
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
  return stateOf(declared) === stateOf(read)
    ? { same: true, rules: ['administrative_name'] }
    : different('nationality_differs')
}

type Source = { input: ComparisonInput; read: DocumentIdentity }
type FieldRule = {
  field: MatchField
  /** Every document says it: one that does not is not the one declared. */
  mandatory: boolean
  declared: (declared: Declared) => string | null
  read: (source: Source) => string | null
  compare: (source: Source, declared: string, read: string) => Comparison
}

const cuts = ({ input, read }: Source) => cutsOf(input.declared, read, documentRules[input.documentType].nameField)

/** One row per field: what was declared, what a source says, and when the two are the same. */
const fieldRules: FieldRule[] = [
  {
    field: 'surname',
    mandatory: true,
    declared: ({ birthName }) => birthName,
    read: ({ read }) => read.surname,
    compare: (source, birthName, read) => {
      const { usageName } = source.input.declared
      return compareSurname({ birthName, usageName, read, mayBeCut: cuts(source).surname })
    },
  },
  {
    field: 'usage_name',
    mandatory: false,
    declared: ({ usageName }) => usageName,
    read: ({ read }) => read.usageName,
    compare: (_, declared, read) => compareUsageName(declared, read),
  },
  {
    field: 'given_names',
    mandatory: true,
    declared: ({ givenNames }) => givenNames.join(' '),
    read: ({ read }) => read.givenNames,
    compare: (source, _, read) => compareGivenNames(source.input.declared.givenNames, read, cuts(source).givenNames),
  },
  {
    field: 'birth_date',
    mandatory: true,
    declared: ({ birthDate }) => birthDate,
    read: ({ read }) => read.birthDate,
    compare: (_, declared, read) => compareBirthDate(declared, read),
  },
  {
    field: 'birth_place',
    mandatory: false,
    declared: ({ birthPlace }) => birthPlace.name,
    read: ({ read }) => read.birthPlace,
    compare: ({ input: { declared } }, _, read) => compareBirthPlace(declared.birthPlace, read, declared.birthDate),
  },
  {
    field: 'sex',
    mandatory: false,
    declared: ({ sex }) => sex,
    /** `X` in a zone is unspecified (Doc 9303-4 §4.2.2): it says nothing. */
    read: ({ read }) => (read.sex === 'X' ? null : read.sex),
    compare: (_, declared, read) => (declared === read ? same : different('sex_differs')),
  },
  {
    field: 'nationality',
    mandatory: true,
    declared: ({ nationality }) => nationality,
    read: ({ read }) => read.nationality,
    compare: (_, declared, read) => compareNationality(declared, read),
  },
  {
    field: 'document_type',
    mandatory: true,
    declared: ({ documentType }) => documentType,
    read: ({ input, read }) => (read.source === 'mrz' ? input.documentType : null),
    compare: (_, declared, read) => (declared === read ? same : different('document_type_differs')),
  },
  {
    field: 'document_number',
    mandatory: true,
    declared: ({ documentNumber }) => documentNumber,
    read: ({ read }) => read.documentNumber,
    compare: (_, declared, read) => compareDocumentNumber(declared, read),
  },
]

const written = (text: string | null): string | null => (text === null || text.trim() === '' ? null : text)

type Found = { text: string; comparison: Comparison }

function judge(declared: string, found: Found[]): Pick<FieldMatch, 'class' | 'rules' | 'differsAt' | 'explanation'> {
  const rules = new Set<MatchRule>()
  for (const { text, comparison } of found) {
    if (!comparison.same)
      return {
        class: 'different',
        rules: [],
        differsAt: differenceOf(declared, text),
        explanation: comparison.explanation,
      }
    comparison.rules.forEach((rule) => rules.add(rule))
  }
  const sorted = MatchRule.options.filter((rule) => rules.has(rule))
  return { class: sorted.length === 0 ? 'same' : 'same_by_rule', rules: sorted, differsAt: null, explanation: null }
}

const unsaid = (mandatory: boolean): Pick<FieldMatch, 'class' | 'rules' | 'differsAt' | 'explanation'> => ({
  class: mandatory ? 'different' : 'not_compared',
  rules: [],
  differsAt: null,
  explanation: mandatory ? 'not_on_document' : null,
})

function matchField(rule: FieldRule, input: ComparisonInput): FieldMatch {
  const declared = written(rule.declared(input.declared))
  const readOf = (read: DocumentIdentity | null): string | null => read && written(rule.read({ input, read }))
  const [mrz, chip] = [readOf(input.zone), readOf(input.chip)]
  const shown = { field: rule.field, declared, mrz, chip }
  if (declared === null || (mrz === null && chip === null)) return { ...shown, ...unsaid(rule.mandatory) }
  const found = [input.chip, input.zone].flatMap((read) => {
    const text = readOf(read)
    return read === null || text === null ? [] : [{ text, comparison: rule.compare({ input, read }, declared, text) }]
  })
  return { ...shown, ...judge(declared, found) }
}

/**
 * What the citizen declared against the zone and the genuine chip, field by field (R10): every source that says something
 * must agree. Fields nothing speaks about are `not_compared`.
 */
export function compareFields(input: ComparisonInput): FieldMatch[] {
  const { compared } = documentRules[input.documentType]
  return fieldRules.filter((rule) => compared.includes(rule.field)).map((rule) => matchField(rule, input))
}
