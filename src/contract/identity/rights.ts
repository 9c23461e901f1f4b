import { z } from 'zod'
import { IsoTime } from '../identity.ts'
import { DeviceProof, SecretCode } from './device.ts'

/** Who looked, by their office alone: people who work here are not named (CJEU C-579/21 on article 15 GDPR). */
export const Looker = z.enum(['clerk', 'postman', 'manager', 'administration', 'self', 'service'])
export type Looker = z.infer<typeof Looker>

/** Why somebody looked; words stand in `rights:purpose.<purpose>`. */
export const LookPurpose = z.enum([
  'visit',
  'appointment',
  'lookup',
  'search',
  'review',
  'decision',
  'contest',
  'suspension',
  'access',
  'erasure',
  'other',
])
export type LookPurpose = z.infer<typeof LookPurpose>

/** One look at what is held of a person. `office`: the post office's name, where it was in one. */
export const Look = z.object({
  at: IsoTime,
  by: Looker,
  office: z.string().nullable(),
  purpose: LookPurpose,
  /** Whether they saw anything: a look-up may be refused. */
  seen: z.boolean(),
})
export type Look = z.infer<typeof Look>

/** What stays after an erasure, each with its reason in words at `rights:kept.<what>`; `until` null: without a name, as long as the log. */
export const KeptThing = z.object({
  what: z.enum(['decision', 'result', 'audit', 'sub']),
  reference: z.string().nullable(),
  until: IsoTime.nullable(),
})
export type KeptThing = z.infer<typeof KeptThing>

/** How it is erased from a device: at once, a day later with the document's number, or not from one. */
export const ErasureWay = z.enum(['now', 'later', 'elsewhere'])
export type ErasureWay = z.infer<typeof ErasureWay>

/** Who looked, the newest first; what an erasure would leave; and services that keep what they received. */
export const RightsView = z.object({
  looks: z.array(Look),
  kept: z.array(KeptThing),
  services: z.array(z.string()),
  /** Whether all of it can be taken along from a device now. */
  record: z.boolean(),
  erasure: ErasureWay,
  /** Asked for already, and not yet done. */
  erases_at: IsoTime.nullable(),
})
export type RightsView = z.infer<typeof RightsView>

/** Secret code, and the device's proof for `record` or `erase`; for an erasure `later` the last four characters of the document's number. */
export const RightsAsked = z.object({
  secret: SecretCode,
  proof: DeviceProof,
  last_four: z.string().trim().min(4).max(8).optional(),
})
export type RightsAsked = z.infer<typeof RightsAsked>

/** When it is erased; null: it is. */
export const ErasureAsked = z.object({ erases_at: IsoTime.nullable() })
export type ErasureAsked = z.infer<typeof ErasureAsked>

/** A page to read that carries the same for machines: one file, HTML in UTF-8. */
export const RecordFile = z.object({ name: z.string().regex(/^[\w.-]+$/), page: z.string() })
export type RecordFile = z.infer<typeof RecordFile>
