import type { Declared, DocumentIdentity, DocumentType, IsoDate, PartialDate } from '../../contract/identity.ts'
import { MatchRule } from '../../contract/match.ts'
import type { FieldMatch, MatchField, PrintedAnswer, PrintedValue } from '../../contract/match.ts'
import { documentTypes } from '../../contract/documents.ts'
import { isCenturyOpen, isLifetime, resolveCentury } from '../identity.ts'
import { differenceOf } from './align.ts'
import { isGrouping, ungrouped } from './characters.ts'
import { stateOf } from './countries.ts'
import { compareBirthPlace, isTornDeclaration } from './places.ts'
import { compareGivenNames, compareSurname, compareUsageName, cutsOf } from './names.ts'
import type { Comparison } from './names.ts'

export type ComparisonInput = {
  declared: Declared
  documentType: DocumentType
  mrz: DocumentIdentity | null
  /** Only a chip proved genuine. `birthYearFull`: DG11 gives four digits of the year; DG1, as an MRZ, gives two. */
  chip: (DocumentIdentity & { birthYearFull: boolean }) | null
  /** What the clerk saw on the print. */
  printed: PrintedValue[]
  /** The day on which the holder is known to live. */
  today: IsoDate
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

const unmistakable = (number: string): string =>
  number.replace(/[OQ]/g, '0').replace(/[IL]/g, '1').replaceAll('B', '8').replaceAll('S', '5')

/** The number, spaces and case aside. Signs that look alike stay different, but the clerk is told. */
export function compareDocumentNumber(declared: string, read: string): Comparison {
  const [a, b] = [ungrouped(declared), ungrouped(read)]
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
  const [a, b] = [declared.toUpperCase(), read.toUpperCase()]
  if (stateOf(a) !== stateOf(b)) return different('nationality_differs')
  const rules: MatchRule[] = []
  if (a !== declared || b !== read) rules.push('letter_case')
  if (a !== b) rules.push('administrative_name')
  return { same: true, rules }
}

/** Why a source that agrees settles nothing: the key of its explanation. */
type Open = 'names_may_be_cut' | 'century_ambiguous'

type Source = { input: ComparisonInput; read: DocumentIdentity; birthYearFull: boolean }
type FieldRule = {
  field: MatchField
  /** Every document says it: one that does not is not the one declared. */
  mandatory: boolean
  declared: (declared: Declared) => string | null
  read: (source: Source) => string | null
  compare: (source: Source, declared: string, read: string) => Comparison
  open?: (source: Source, declared: string) => Open | null
  /** Signs that are passed over where the difference is marked. */
  idle?: (sign: string) => boolean
  /** Whether what was declared agrees with itself, whatever a document says. */
  coherent?: (declared: Declared, today: IsoDate) => Comparison
}

const cuts = ({ input, read }: Source) => cutsOf(read, documentTypes[input.documentType].nameField)
const cut = (isCut: boolean): Open | null => (isCut ? 'names_may_be_cut' : null)

function birthDateOf({ read, birthYearFull, input: { declared, today } }: Source): PartialDate | null {
  return birthYearFull ? read.birthDate : resolveCentury(read.birthDate, declared.birthDate, today)
}

/** Two digits are a child's and a centenarian's alike; who declares the earlier year is looked up on the print. */
function centuryOpen({ read, birthYearFull, input: { today } }: Source, declared: PartialDate): Open | null {
  if (birthYearFull || read.birthDate === null || !isCenturyOpen(read.birthDate, today)) return null
  return declared.slice(0, 2) < today.slice(0, 2) ? 'century_ambiguous' : null
}

/** One row per field: what was declared, what a source says, when the two are the same, and when that settles nothing. */
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
    open: (source) => cut(cuts(source).surname),
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
    open: (source) => cut(cuts(source).givenNames),
  },
  {
    field: 'birth_date',
    mandatory: true,
    declared: ({ birthDate }) => birthDate,
    read: birthDateOf,
    compare: (_, declared, read) => compareBirthDate(declared, read),
    open: centuryOpen,
    coherent: ({ birthDate }, today) => (isLifetime(birthDate, today) ? same : different('birth_date_impossible')),
  },
  {
    field: 'birth_place',
    mandatory: false,
    declared: ({ birthPlace }) => birthPlace.name,
    read: ({ read }) => read.birthPlace,
    coherent: ({ birthPlace, birthDate }) =>
      isTornDeclaration(birthPlace, birthDate) ? different('birth_place_code_differs') : same,
    compare: ({ input: { declared } }, _, read) => compareBirthPlace(declared.birthPlace, read, declared.birthDate),
  },
  {
    field: 'sex',
    mandatory: false,
    declared: ({ sex }) => sex,
    /** `X` in an MRZ is unspecified (Doc 9303-4 §4.2.2): it says nothing. */
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
    read: ({ input, read }) => (read.source === 'mrz' || input.mrz === null ? input.documentType : null),
    compare: (_, declared, read) => (declared === read ? same : different('document_type_differs')),
  },
  {
    field: 'document_number',
    mandatory: true,
    declared: ({ documentNumber }) => documentNumber,
    read: ({ read }) => read.documentNumber,
    compare: (_, declared, read) => compareDocumentNumber(declared, read),
    idle: isGrouping,
  },
]

const written = (text: string | null): string | null => (text === null || text.trim() === '' ? null : text)

type Found = { source: Source; text: string; comparison: Comparison }
type Judged = Pick<FieldMatch, 'class' | 'rules' | 'differsAt' | 'explanation'>

const judgedAs = (matchClass: FieldMatch['class'], explanation: string | null): Judged => ({
  class: matchClass,
  rules: [],
  differsAt: null,
  explanation,
})

/** The print speaks last: where it is asked and when it contradicts, asked or not. */
function withPrint(judged: Judged, open: string | null, printed: PrintedAnswer | null): Judged {
  if (judged.class === 'different') return judged
  if (printed === 'differs') return judgedAs('different', 'print_differs')
  if (open === null) return judged
  if (printed === 'same') return { ...judged, class: 'same_by_rule', rules: [...judged.rules, 'printed_value'] }
  return judgedAs('print_needed', printed === 'cannot_tell' ? 'print_unreadable' : open)
}

/**
 * What a chip says of one field may fill a file. Nobody declares so much, and comparing it letter by letter would take a judge's
 * memory and time: it is another value.
 */
const longestRead = 1_000

const compareRead = (rule: FieldRule, source: Source, declared: string, text: string): Comparison =>
  text.length > longestRead ? different('text_too_long') : rule.compare(source, declared, text)

/** Every source that speaks must agree, and one of them must settle the field by itself. */
function matchFound(rule: FieldRule, declared: string, found: Found[], printed: PrintedAnswer | null): Judged {
  const rules = new Set<MatchRule>()
  for (const { text, comparison } of found) {
    if (!comparison.same)
      return { ...judgedAs('different', comparison.explanation), differsAt: differenceOf(declared, text, rule.idle) }
    comparison.rules.forEach((one) => rules.add(one))
  }
  const sorted = MatchRule.options.filter((one) => rules.has(one))
  const open = found.map(({ source }) => rule.open?.(source, declared) ?? null)
  const judged: Judged = { ...judgedAs(sorted.length === 0 ? 'same' : 'same_by_rule', null), rules: sorted }
  return withPrint(judged, open.includes(null) ? null : open[0]!, printed)
}

/** No source says anything of the field. A cut MRZ may have lost all given names; who has one name has none to compare. */
function matchUnsaid(
  rule: FieldRule,
  declared: string | null,
  sources: Source[],
  printed: PrintedAnswer | null,
): Judged {
  if (rule.field === 'given_names' && sources.length > 0) {
    const isCut = sources.some((source) => cuts(source).givenNames)
    if (isCut) return withPrint(judgedAs('same', null), 'names_may_be_cut', printed)
    if (declared === null) return withPrint(judgedAs('same', null), null, printed)
  }
  if (rule.mandatory) return judgedAs('different', 'not_on_document')
  if (declared === null) return withPrint(judgedAs('not_compared', null), null, printed)
  return withPrint(judgedAs('same', null), 'only_on_print', printed)
}

function sourcesOf(input: ComparisonInput): Source[] {
  const { chip, mrz } = input
  return [
    ...(chip === null ? [] : [{ input, read: chip, birthYearFull: chip.birthYearFull }]),
    ...(mrz === null ? [] : [{ input, read: mrz, birthYearFull: false }]),
  ]
}

const worstFirst: PrintedAnswer[] = ['differs', 'cannot_tell', 'same']

function matchField(rule: FieldRule, input: ComparisonInput): FieldMatch {
  const declared = written(rule.declared(input.declared))
  const sources = sourcesOf(input)
  const readOf = (from: 'mrz' | 'chip'): string | null => {
    const source = sources.find(({ read }) => read === input[from])
    return source === undefined ? null : (written(rule.read(source))?.slice(0, longestRead) ?? null)
  }
  const answers = input.printed.filter(({ field }) => field === rule.field).map(({ answer }) => answer)
  // Whoever says two things of one field has not said that it is the same.
  const printed = worstFirst.find((answer) => answers.includes(answer)) ?? null
  const shown = { field: rule.field, declared, mrz: readOf('mrz'), chip: readOf('chip'), printed }
  const coherent = rule.coherent?.(input.declared, input.today) ?? same
  if (!coherent.same) return { ...shown, ...judgedAs('different', coherent.explanation) }
  const found = sources.flatMap((source) => {
    const text = written(rule.read(source))
    return text === null || declared === null
      ? []
      : [{ source, text: text.slice(0, longestRead), comparison: compareRead(rule, source, declared, text) }]
  })
  if (found.length > 0 && declared !== null) return { ...shown, ...matchFound(rule, declared, found, printed) }
  const isSaid = shown.mrz !== null || shown.chip !== null
  if (isSaid && rule.field === 'given_names') return { ...shown, ...judgedAs('different', 'given_name_missing') }
  if (isSaid && rule.mandatory) return { ...shown, ...judgedAs('different', 'not_declared') }
  if (isSaid) return { ...shown, ...withPrint(judgedAs('not_compared', null), null, printed) }
  return { ...shown, ...matchUnsaid(rule, declared, sources, printed) }
}

/**
 * What the citizen declared against MRZ and genuine chip, field by field (R10): every source that says something must agree, and
 * what neither settles is left to the clerk's look at the print. Fields that were not declared are `not_compared`.
 */
export function compareFields(input: ComparisonInput): FieldMatch[] {
  const { compared } = documentTypes[input.documentType]
  return fieldRules.filter((rule) => compared.includes(rule.field)).map((rule) => matchField(rule, input))
}
