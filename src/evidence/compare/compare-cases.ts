import { z } from 'zod'
import {
  BirthPlace,
  DocumentIdentity,
  DocumentType,
  type Declared,
  type IsoDate,
  type PartialDate,
} from '../../contract/identity.ts'
import { MatchField, PrintedAnswer, type FieldMatch } from '../../contract/match.ts'
import type { MrzReading } from '../../contract/mrz.ts'
import { codeOf, Failure } from '../../contract/failure.ts'
import { parseMrzLines } from '../../mrz/parse-mrz-lines.ts'
import { classifyDocument } from '../../enrolment/documents.ts'
import { identityOfReading } from '../../enrolment/identity.ts'
import { compareFields } from '../../enrolment/match/compare.ts'

const Text = z.string().max(300)
/** What a citizen declared, as much of it as a case is about; a place may be its name alone, given names one text. */
const DeclaredPart = z.strictObject({
  birthName: Text.optional(),
  usageName: Text.nullable().optional(),
  givenNames: z.union([z.array(Text).max(20), Text]).optional(),
  birthDate: z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
    .optional(),
  birthPlace: z
    .union([
      Text,
      z.strictObject({
        name: Text,
        inseeCode: BirthPlace.shape.inseeCode.default(null),
        country: BirthPlace.shape.country.default(null),
      }),
    ])
    .optional(),
  sex: z.enum(['F', 'M', 'X']).nullable().optional(),
  nationality: Text.optional(),
  documentType: DocumentType.optional(),
  documentNumber: Text.optional(),
  address: z.unknown().optional(),
  email: z.unknown().optional(),
  phone: z.unknown().optional(),
})
type DeclaredPart = z.infer<typeof DeclaredPart>

const IdentityPart = DocumentIdentity.omit({ source: true }).partial().strict()
type IdentityPart = z.infer<typeof IdentityPart>

/** One case of `npm run compare`; docs/rules.md describes it. */
export const CompareCase = z.strictObject({
  title: Text.optional(),
  declared: DeclaredPart,
  /** The lines, or what they say. */
  mrz: z
    .union([z.array(z.string().max(60)).min(2).max(3), IdentityPart])
    .nullable()
    .optional(),
  /** What a chip proved genuine says. `birthYearFull`: DG11 gives four digits of the year; true unless said otherwise. */
  chip: IdentityPart.extend({ birthYearFull: z.boolean().optional() }).nullable().optional(),
  /** What the clerk saw on the print, field by field. */
  printed: z.partialRecord(MatchField, PrintedAnswer).optional(),
  documentType: DocumentType.optional(),
  today: z.iso.date().optional(),
})
export type CompareCase = z.infer<typeof CompareCase>

export type CompareResult =
  | { error: { code: string; where: string } }
  | { error: null; title: string | null; documentType: DocumentType; fields: ComparedField[] }
export type ComparedField = Pick<
  FieldMatch,
  'field' | 'class' | 'rules' | 'explanation' | 'declared' | 'mrz' | 'chip' | 'printed' | 'differsAt'
>

const nothing: DocumentIdentity = {
  source: 'mrz',
  surname: '',
  usageName: null,
  givenNames: '',
  birthDate: null,
  birthPlace: null,
  sex: null,
  nationality: '',
  documentNumber: '',
  issuer: '',
  issueDate: null,
  expiryDate: null,
  namesTruncated: false,
}

/** Fields of the declaration that a case is about, and where each stands. */
const declaredAs: Record<MatchField, keyof DeclaredPart> = {
  surname: 'birthName',
  usage_name: 'usageName',
  given_names: 'givenNames',
  birth_date: 'birthDate',
  birth_place: 'birthPlace',
  sex: 'sex',
  nationality: 'nationality',
  document_type: 'documentType',
  document_number: 'documentNumber',
}

/** `birthDate`: what counts as the day of birth where the case declares none. */
function wholeDeclaration(part: DeclaredPart, documentType: DocumentType, birthDate: PartialDate): Declared {
  const { birthPlace, givenNames } = part
  const place = typeof birthPlace === 'string' ? { name: birthPlace, inseeCode: null, country: null } : birthPlace
  return {
    birthName: part.birthName ?? '',
    usageName: part.usageName ?? null,
    givenNames: typeof givenNames === 'string' ? givenNames.split(' ').filter(Boolean) : (givenNames ?? []),
    birthDate: part.birthDate ?? birthDate,
    birthPlace: place ?? { name: '', inseeCode: null, country: null },
    sex: part.sex ?? null,
    nationality: part.nationality ?? '',
    documentType: part.documentType ?? documentType,
    documentNumber: part.documentNumber ?? '',
    address: { lines: [''], postcode: '', city: '', country: 'FRA' },
    email: '',
    phone: '',
  }
}

const readLines = (mrz: CompareCase['mrz'], today: IsoDate): MrzReading | null =>
  Array.isArray(mrz) ? parseMrzLines(mrz, { now: new Date(`${today}T12:00:00Z`) }) : null

function partOf(part: IdentityPart, source: 'mrz' | 'chip'): DocumentIdentity {
  const said = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined))
  return { ...nothing, ...said, source }
}

/** A place in the case and what is wrong there; of a member that is none, its name and never its value. */
function whereOf(issue: z.core.$ZodIssue): string {
  const place = issue.path.join('.') || '(case)'
  if (issue.code !== 'unrecognized_keys') return `${place}: ${issue.code}`
  return `${place}: ${issue.code} ${issue.keys.slice(0, 5).join(', ').slice(0, 100)}`
}

/** Compares one case with the product's rules. Any JSON value gives a result or says why it is no case. */
export function compareCase(value: unknown, today: IsoDate): CompareResult {
  const parsed = CompareCase.safeParse(value)
  if (!parsed.success) {
    return { error: { code: 'case_invalid', where: parsed.error.issues.slice(0, 5).map(whereOf).join('; ') } }
  }
  try {
    return compareParsed(parsed.data, parsed.data.today ?? today)
  } catch (error) {
    if (error instanceof Failure) return { error: { code: codeOf(error), where: 'mrz' } }
    throw error
  }
}

function compareParsed(one: CompareCase, today: IsoDate): CompareResult {
  const reading = readLines(one.mrz, today)
  const byLines = reading === null ? undefined : classifyDocument(reading)
  const documentType = one.documentType ?? byLines ?? one.declared.documentType ?? 'passport'
  const loose = one.mrz !== null && one.mrz !== undefined && !Array.isArray(one.mrz) ? partOf(one.mrz, 'mrz') : null
  const mrz = reading === null ? loose : identityOfReading(reading)
  const { birthYearFull = true, ...chip } = one.chip ?? {}
  const hasChip = one.chip !== null && one.chip !== undefined
  const fields = compareFields({
    // What a country or department was called then is asked of the document's date, and of no other time without one.
    declared: wholeDeclaration(one.declared, documentType, chip.birthDate ?? mrz?.birthDate ?? today),
    documentType,
    mrz,
    chip: hasChip ? { ...partOf(chip, 'chip'), birthYearFull } : null,
    printed: Object.entries(one.printed ?? {}).map(([field, answer]) => ({ field: MatchField.parse(field), answer })),
    today,
  })
  const asked = fields.filter(({ field }) => one.declared[declaredAs[field]] !== undefined)
  return { error: null, title: one.title ?? null, documentType, fields: asked.map(shownOf) }
}

const shownOf = ({ field, class: matchClass, rules, explanation, ...shown }: FieldMatch): ComparedField => ({
  field,
  class: matchClass,
  rules,
  explanation,
  ...shown,
})
