import { z } from 'zod'
import { DocumentType, IsoDate, IsoTime, Language } from '../../contract/identity.ts'
import { ContactKind } from '../../contract/identity/contact.ts'
import { PivotIdentity } from './pivot.ts'

/** Who an identity is: sealed in the database, opened for the holder's own logins. */
export const Holder = z.object({
  pivot: PivotIdentity,
  email: z.string(),
  phone: z.string(),
  language: Language,
  /** Where they were reached before: told as well until then (former-contacts.ts). */
  former: z.array(z.object({ kind: ContactKind, value: z.string(), until: IsoTime })).default([]),
  document: z.object({
    type: DocumentType,
    expires_on: IsoDate.nullable(),
    /** R14: the last four characters alone, to authenticate the holder later. */
    last_four: z.string().max(4),
  }),
})
export type Holder = z.infer<typeof Holder>
