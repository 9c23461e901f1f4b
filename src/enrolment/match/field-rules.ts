import { documentTypes } from '../../contract/documents.ts'
import type { Declared, DocumentIdentity, DocumentType, IsoDate, PartialDate } from '../../contract/identity.ts'
import type { MatchField, PrintedValue } from '../../contract/match.ts'
import { isCenturyOpen, isLifetime, resolveCentury } from '../identity.ts'
import { isGrouping } from './characters.ts'
import { compareBirthDate, compareDocumentNumber, compareNationality, different, same } from './compare-values.ts'
import { compareGivenNames, compareSurname, compareUsageName, cutsOf } from './names.ts'
import type { Comparison } from './names.ts'
import { compareBirthPlace, isTornDeclaration } from './places.ts'

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

/** Why a source that agrees settles nothing: the key of its explanation. */
type Open = 'names_may_be_cut' | 'century_ambiguous'

export type Source = { input: ComparisonInput; read: DocumentIdentity; birthYearFull: boolean }
export type FieldRule = {
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

/** Which names of a source may be cut. */
export const cuts = ({ input, read }: Source) => cutsOf(read, documentTypes[input.documentType].nameField)
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
export const fieldRules: FieldRule[] = [
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
