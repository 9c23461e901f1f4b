import { z } from 'zod'
import { Conclusion } from './exercise.ts'
import { DocumentType, IsoDate, IsoTime, PartialDate, Sex } from './identity.ts'

/** What a practice case hides. Never a face: drawn faces measure nothing. */
export const PracticeFault = z.enum([
  'none',
  'given_name',
  'birth_date',
  'birth_place',
  'expired',
  'short_permit',
  'copied_chip',
  'altered_chip',
  'dead_chip',
])
export type PracticeFault = z.infer<typeof PracticeFault>

/** Kinds of mistake: a false document or person accepted, a true one refused, a difference in the data not seen, a refusal on another ground. */
export const PracticeMistake = z.enum(['accepted_false', 'refused_true', 'missed_difference', 'wrong_ground'])
export type PracticeMistake = z.infer<typeof PracticeMistake>

/**
 * How a person's practice cases went, of those that were concluded: how many were sent would tell of the next citizen whether they are one.
 * They are about no citizen: nothing is kept back.
 */
export const PracticeFigures = z.object({
  done: z.int().min(0),
  right: z.int().min(0),
  accepted_false: z.int().min(0),
  refused_true: z.int().min(0),
  missed_difference: z.int().min(0),
  wrong_ground: z.int().min(0),
})
export type PracticeFigures = z.infer<typeof PracticeFigures>

/** What a practice case was, told once it was concluded, to whoever concluded it. */
export const PracticeDebrief = z.object({
  reference: z.string().max(16),
  judgedAt: IsoTime,
  fault: PracticeFault,
  /** Null: right. */
  mistake: PracticeMistake.nullable(),
  sealed: Conclusion,
  right: Conclusion,
})
export type PracticeDebrief = z.infer<typeof PracticeDebrief>

/** Of a training document: what it is, what is printed on it, and its chip as it answers. */
export const VisitorDocument = z.object({
  kind: z.enum(['passport', 'cnie', 'residence_permit']),
  documentType: DocumentType,
  documentNumber: z.string().max(12),
  can: z.string().max(6).nullable(),
  issued: IsoDate,
  expires: IsoDate,
  holder: z.object({
    surname: z.string().max(60),
    givenNames: z.array(z.string().max(60)).max(6),
    birthDate: PartialDate,
    birthPlace: z.object({ name: z.string().max(60), inseeCode: z.string().nullable(), country: z.string().length(3) }),
    sex: Sex,
    nationality: z.string().length(3),
    usageName: z.string().max(60).nullable(),
  }),
  /** Picture of assets/specimens, without its extension. */
  portrait: z.string().regex(/^[a-z]{1,20}$/),
  chip: z.object({
    files: z
      .array(z.object({ place: z.enum(['master', 'application']), id: z.int(), bytes: z.base64().max(131_072) }))
      .max(20),
    keySeed: z.string().max(64),
  }),
})
export type VisitorDocument = z.infer<typeof VisitorDocument>

/** A citizen of training who comes to the counter with a document. Whether it is a practice case nothing in it tells. */
export const Visitor = z.object({ reference: z.string().max(16), document: VisitorDocument })
export type Visitor = z.infer<typeof Visitor>

/** POST /v1/training/visitors. `sealed` as at the look-up, holding Visitor. */
export const VisitorRequest = z.object({ operator_id: z.string().max(32) })
export const SealedVisitor = z.object({ sealed: z.string().max(524_288) })
