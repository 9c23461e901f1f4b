import { z } from 'zod'
import { IsoDate, IsoTime, Language } from './identity.ts'

export const Role = z.enum(['clerk', 'postman', 'manager'])
export type Role = z.infer<typeof Role>

/** Digits only, so that a touch pad and a numeric keyboard serve; weak ones are refused (`pin_too_weak`). */
export const Pin = z.string().regex(/^\d{6,12}$/)

/**
 * Identifier of a person, issued by central: small letters without accents, digits, hyphens. Whatever else is typed is refused,
 * never folded: "ALICE", "а1ice" or a space in between is nobody.
 */
export const PersonId = z.string().regex(/^[a-z0-9-]{3,32}$/)

export const Operator = z.object({
  /** A PersonId; those of before could hold a dot or an underscore. */
  operatorId: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,31}$/),
  displayName: z.string().min(1).max(80),
  role: Role,
  trainedOn: IsoDate,
  language: Language,
  revokedAt: IsoTime.nullable(),
  createdAt: IsoTime,
})
export type Operator = z.infer<typeof Operator>

/** What the UI may know of the operator at the screen. */
export const OperatorView = Operator.pick({
  operatorId: true,
  displayName: true,
  role: true,
  trainedOn: true,
  language: true,
}).extend({
  /** Days until the training lapses (12 months); 0 or less: may not decide. */
  trainingDaysLeft: z.int(),
  /** True when somebody else set the PIN: its owner replaces it before anything else. */
  mustReplacePin: z.boolean(),
})
export type OperatorView = z.infer<typeof OperatorView>
