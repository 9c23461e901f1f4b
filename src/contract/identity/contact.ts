import { z } from 'zod'
import { IsoTime } from '../identity.ts'
import { DeviceProof, SecretCode } from './device.ts'

export const ContactKind = z.enum(['email', 'phone'])
export type ContactKind = z.infer<typeof ContactKind>

/** Where the holder is reached, and where they were: for days each notice goes there too. */
export const OwnContacts = z.object({
  email: z.string(),
  phone: z.string(),
  former: z.array(z.object({ kind: ContactKind, value: z.string(), until: IsoTime })),
})
export type OwnContacts = z.infer<typeof OwnContacts>

/** Six digits are sent to the new one. */
export const ContactGiven = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('email'), value: z.email().max(254) }),
  z.object({ kind: z.literal('phone'), value: z.string().trim().min(6).max(30) }),
])
export type ContactGiven = z.infer<typeof ContactGiven>

/** The digits that came there, with secret code and proof for `contact`. */
export const ContactConfirmed = z.object({
  kind: ContactKind,
  code: z.string().regex(/^\d{6}$/),
  secret: SecretCode,
  proof: DeviceProof,
})
export type ContactConfirmed = z.infer<typeof ContactConfirmed>

/** The link of a notice: whoever holds the former address or the present one says "it was not me" without any device. */
export const Objection = z.object({ token: z.string().regex(/^[\w-]{43}$/) })
