import { z } from 'zod'
import { DocumentType, IsoDate, IsoTime } from './identity.ts'

const Fingerprint = z.string().regex(/^[0-9a-f]{64}$/)

/** A fingerprint that a state publishes for one of its certificates. */
export const PublishedAnchor = z.object({
  fingerprint: Fingerprint,
  /** Years of the certificate's validity. */
  from: z.int(),
  to: z.int(),
  /** Each has its name in assets/texts/<language>/trust.json. */
  source: z.enum(['ants_travel_documents', 'ants_identity_card', 'german_list_signer']),
  readOn: IsoDate,
  /** Another publisher's word for it; null where it was compared with none. */
  secondSource: z.enum(['dutch_list', 'german_and_dutch_lists']).nullable(),
})
export type PublishedAnchor = z.infer<typeof PublishedAnchor>

/** Whether chips of an accepted document can be verified with what is loaded, and what is still to fetch. */
export const TrustCoverage = z.object({
  documentType: DocumentType,
  authority: z.string(),
  anchors: z.int(),
  missing: z.array(PublishedAnchor),
})
export type TrustCoverage = z.infer<typeof TrustCoverage>

/**
 * What a file would add. `known`: here already. `official`: published by its state. `vouched`: signed under what is trusted.
 * `unconfirmed`: its fingerprint is to be compared. `imitation`: bears an official name under another fingerprint. `nobody`: cannot
 * be taken.
 */
export const TrustItem = z.object({
  kind: z.enum(['anchor', 'link', 'certificate', 'master_list', 'crl', 'deviation_list']),
  subject: z.string(),
  country: z.string().nullable(),
  /** SHA-256 of what is compared; null for a revocation list. */
  fingerprint: Fingerprint.nullable(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  standing: z.enum(['known', 'official', 'vouched', 'unconfirmed', 'imitation', 'nobody']),
  official: PublishedAnchor.extend({ authority: z.string() }).nullable(),
  count: z.int(),
})
export type TrustItem = z.infer<typeof TrustItem>

/** `confirm`: fingerprints to be compared before the file is taken; null where it cannot be taken. */
export const TrustReview = z.object({ items: z.array(TrustItem), confirm: z.array(Fingerprint).nullable() })
export type TrustReview = z.infer<typeof TrustReview>

export const TrustEntry = z.object({
  subject: z.string(),
  country: z.string(),
  validFrom: IsoTime,
  validTo: IsoTime,
  source: z.string(),
  fingerprint: Fingerprint,
})

export const TrustSource = z.object({
  source: z.string(),
  signer: z.string().nullable(),
  signedAt: IsoTime.nullable(),
  ageDays: z.int().nullable(),
  certificates: z.int(),
  origin: z.enum(['product', 'training', 'manager', 'central']),
  /** SHA-256 of a manager's file, by which it can be removed; null for what is not his to remove. */
  removable: Fingerprint.nullable(),
  addedAt: IsoTime.nullable(),
  addedBy: z.string().nullable(),
})

export const TrustOverview = z.object({
  entries: z.array(TrustEntry),
  lists: z.array(TrustSource),
  coverage: z.array(TrustCoverage),
  /** What central last confirmed; null where it never did. */
  central: z.object({ version: z.int(), asOf: IsoTime, outdated: z.boolean() }).nullable(),
})
export type TrustOverview = z.infer<typeof TrustOverview>
