import { z } from 'zod'
import { ToldCheck, type ChipCheck } from './check.ts'
import { IsoTime } from './identity.ts'
import { MrzSource } from './mrz.ts'

/** Bytes as unpadded base64url (RFC 4648 §5): whole bytes, and one text for the same bytes. */
const Bytes = z
  .string()
  .max(60_000)
  .regex(/^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}|[A-Za-z0-9_-]{3})?$/)
  .refine((text) =>
    (text.length % 4 === 2 ? /[AQgw]$/ : text.length % 4 === 3 ? /[AEIMQUYcgkosw048]$/ : /$/).test(text),
  )

/** Files of a chip that go to central as read; those with pictures do not. */
export const EvidenceFile = z.enum(['EF.SOD', 'DG1', 'DG11', 'DG12', 'DG14', 'DG15'])
export type EvidenceFile = z.infer<typeof EvidenceFile>

/** One capture of the MRZ, as camera, scanner, typist or chip gave it. */
export const CaptureEvidence = z.strictObject({
  at: IsoTime,
  source: MrzSource,
  lines: z.array(z.string().max(44)).min(2).max(3),
})
export type CaptureEvidence = z.infer<typeof CaptureEvidence>

/** One read of a chip, for anyone who judges it again. */
export const ReadEvidence = z.strictObject({
  at: IsoTime,
  accessProtocol: z.string().max(120).nullable(),
  files: z.partialRecord(EvidenceFile, Bytes),
  /** Pictures that were read here, and kept back by us. DG2 only where it gave a portrait that could be shown to the clerk. */
  withheld: z
    .array(z.enum(['DG2', 'DG7']))
    .max(2)
    .refine((names) => new Set(names).size === names.length),
  /**
   * INTERNAL AUTHENTICATE (Doc 9303-11 §6.1): the challenge is the first 8 bytes of SHA-256 over the application's id, `salt` and
   * central's `nonce`; without a nonce the answer may be older than the visit.
   */
  activeAuthentication: z
    .strictObject({ challenge: Bytes, response: Bytes, salt: Bytes.nullable(), nonce: z.string().max(120).nullable() })
    .nullable(),
  /** Central's own record of a Chip Authentication that it took part in. */
  witness: z.string().max(120).nullable(),
  /** What the station concluded; central says beside it what it concludes. */
  checks: z.array(ToldCheck).max(20),
})
export type ReadEvidence = z.infer<typeof ReadEvidence>

/** A read of an earlier visit of the same day that was left without an outcome: what it gave, and nothing that was read. */
const ToldEarlierRead = z.strictObject({ at: IsoTime, checks: z.array(ToldCheck).max(20) })
/** As this version's stations keep it. */
export type EarlierRead = { at: string; checks: ChipCheck[] }
export const mostReads = 20

/**
 * The part of a packet that is encrypted apart and deleted when the appeal time is over. The signed payload holds the SHA-256 of its
 * bytes, in which the salt of 32 random bytes stands, so that the digest tells nothing once the part is gone.
 */
export const EvidencePart = z.strictObject({
  version: z.literal(1),
  salt: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  sessionId: z.uuid(),
  /**
   * Binds the visit to the declaration that was compared (evidence/declaration-digest.ts). Stations of before sent none: a person
   * looks then.
   */
  declaredSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  captures: z.array(CaptureEvidence).max(60),
  reads: z.array(ReadEvidence).max(mostReads),
  /** Verdicts that stay with the application for the day. */
  earlier: z.array(ToldEarlierRead).max(mostReads).default([]),
})
export type EvidencePart = z.infer<typeof EvidencePart>
