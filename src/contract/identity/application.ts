import { z } from 'zod'
import { Channel } from '../application.ts'
import { Declared, IsoDate, IsoTime, Language, PartialDate } from '../identity.ts'

/** Six digits, as sent by mail or message. */
export const SixDigits = z.string().regex(/^\d{6}$/)

/** A code was sent, or, where nobody is known by that address, the answer is the same. */
export const CodeSent = z.object({
  /** Until when the code counts. */
  expires_at: IsoTime,
  /** Before then no other is sent. */
  resend_at: IsoTime,
})
export type CodeSent = z.infer<typeof CodeSent>

export const EmailGiven = z.object({ email: z.email().max(254), language: Language })
export const EmailConfirmed = z.object({ email: z.email().max(254), code: SixDigits })
export const PhoneGiven = z.object({ phone: z.string().max(24) })
export const CodeGiven = z.object({ code: SixDigits })

/** What is asked, in the order of the pages; `document` stands before all in `EligibilityQuestion`. */
export const ApplicationStep = z.enum([
  'email',
  'document',
  'names',
  'birth',
  'nationality',
  'address',
  'phone',
  'consent',
  'channel',
])
export type ApplicationStep = z.infer<typeof ApplicationStep>

/**
 * Fields of one or more pages, saved at each step; absent fields stay as they are. E-mail and phone are changed through their codes
 * alone. Field names are those of `Declared`, so that a problem names its field.
 */
export const DeclarationChange = z.object({
  declared: Declared.omit({ email: true, phone: true }).partial(),
  /** As printed on the document; kept until the visit, to say in time that it ends. */
  document_expires_on: IsoDate.nullable().optional(),
  document_issued_on: PartialDate.nullable().optional(),
})
export type DeclarationChange = z.infer<typeof DeclarationChange>

/** What is wrong with one field: the field (`birthPlace.inseeCode`) and why; words stand in `apply:problems.<code>`. */
export const FieldProblem = z.object({ field: z.string(), code: z.string() })
export type FieldProblem = z.infer<typeof FieldProblem>

export const ConsentGiven = z.object({
  /** One of `consentTextVersions`. */
  text_version: z.string().max(16),
  agreed: z.literal(true),
})

export const ChannelChoice = z.discriminatedUnion('channel', [
  /** `branch_id` null: any post office. */
  z.object({ channel: z.literal('counter'), branch_id: z.string().max(32).nullable() }),
  z.object({ channel: z.literal('home'), slot_id: z.string().max(64) }),
])
export type ChannelChoice = z.infer<typeof ChannelChoice>

/** Where the case stands, in the citizen's words; each has its texts in `apply:standing.<standing>`. */
export const CaseStanding = z.enum([
  'draft',
  'awaiting_visit',
  'received',
  'being_checked',
  'accepted',
  'not_accepted',
  'suspended',
  'cancelled',
  'expired',
])
export type CaseStanding = z.infer<typeof CaseStanding>

export const ActivationStanding = z.enum([
  'none',
  'activation_pending',
  'active',
  'locked',
  'suspended',
  'revoked',
  'expired',
])
export type ActivationStanding = z.infer<typeof ActivationStanding>

/** Everything that the citizen's page shows of their application. */
export const ApplicationView = z.object({
  standing: CaseStanding,
  language: Language,
  email: z.string(),
  /** Null until a code sent there was shown. */
  phone: z.string().nullable(),
  /** What was said so far; null once it is submitted: a page left open shows nothing of it. */
  declared: Declared.partial().nullable(),
  document_expires_on: IsoDate.nullable(),
  document_issued_on: PartialDate.nullable(),
  consent: z.object({ text_version: z.string(), given_at: IsoTime }).nullable(),
  channel: Channel.nullable(),
  branch: z.object({ branch_id: z.string(), name: z.string(), available_now: z.boolean() }).nullable(),
  /** The postman's visit, chosen or agreed. */
  visit: z.object({ starts_at: IsoTime, ends_at: IsoTime }).nullable(),
  /** Pages still to be filled, in order; empty: it can be submitted. */
  missing: z.array(ApplicationStep),
  /** Shown at the counter; null until it is submitted. */
  reference: z.string().nullable(),
  created_at: IsoTime,
  /** When it ends by itself. */
  expires_at: IsoTime,
  /** Codes of a decision: texts in `reasons:<code>`. */
  reasons: z.array(z.string()),
  /** Until when the decision can be contested. */
  contest_until: IsoTime.nullable(),
  /** By when a contest is answered; null where none is open. */
  contest_due: IsoTime.nullable(),
  activation: ActivationStanding,
})
export type ApplicationView = z.infer<typeof ApplicationView>

export const ContestWords = z.object({ words: z.string().trim().min(1).max(4000) })
export const ContestTaken = z.object({ due_at: IsoTime })
