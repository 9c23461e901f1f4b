import { z } from 'zod'
import { IsoTime } from '../identity.ts'
import { Sha256Hex } from './digest.ts'
import { Environment } from './environment.ts'
import { PublicJwk } from './jwk.ts'

/** Central's public keys, newest first. `as_of`: when the newest was made; a set never gives way to an older one. */
export const KeySet = z.object({
  environment: Environment,
  as_of: IsoTime,
  encryption_keys: z.array(PublicJwk).min(1),
  /** Sign receipts. */
  signing_keys: z.array(PublicJwk).min(1),
  /** Sign policy, rosters, trust and this set: two people are needed to use them. Empty at a central of before. */
  authority_keys: z.array(PublicJwk).default([]),
})
export type KeySet = z.infer<typeof KeySet>

/**
 * What chips are judged by, as central has it: every file by its digest. Compact JWS (ES256, `typ: guichet-trust+jwt`) by the authority's
 * key. A version is never taken back, and none replaces a higher one.
 */
export const TrustBundle = z.object({
  environment: Environment,
  version: z.int().min(0),
  as_of: IsoTime,
  files: z
    .array(z.object({ sha256: Sha256Hex, name: z.string().max(200), source: z.string().max(300), added_at: IsoTime }))
    .max(500),
})
export type TrustBundle = z.infer<typeof TrustBundle>

/** GET /v1/trust/{sha256}: one file that the bundle names. */
export const TrustFileAnswer = z.object({ base64: z.base64().max(4_100_000) })

/** GET /v1/config?trust=: the version of the trust bundle of which the station holds every file. */
export const ConfigQuery = z.object({
  trust: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
  /** The newest AuditAnchor that the station was given, as it was signed. */
  audit: z.string().max(2_000).optional(),
})

/**
 * Where central's own audit ended (compact JWS, ES256, typ guichet-audit-anchor+jwt, by a signing key): stations keep the newest and bring it
 * back, so that central cannot lose its end unseen.
 */
export const AuditAnchor = z.object({ environment: Environment, seq: z.int().positive(), hash: Sha256Hex })
export type AuditAnchor = z.infer<typeof AuditAnchor>

/** GET /v1/config (ETag). `policy` is a compact JWS (ES256, typ guichet-policy+jwt) over contract/policy.ts's Policy. */
export const CentralConfig = z.object({
  environment: Environment,
  server_time: IsoTime,
  /** One compact JWS (ES256, typ guichet-keys+jwt) over the KeySet by each signing key: who knows any of them can check it. */
  keys: z.array(z.string()).min(1).max(64),
  policy: z.string(),
  revoked_operators: z.array(z.string()),
  /** The Roster, signed; null from a central that keeps none. */
  roster: z.string().nullable().default(null),
  /** The TrustBundle, signed; null from a central that distributes none. */
  trust: z.string().nullable().default(null),
  /** The AuditAnchor, signed; null before there is one. */
  audit: z.string().nullable().default(null),
  /** Optional members of packets that this central takes (contract/packet-members.ts); none are named by a central of before. */
  packet_members: z.array(z.string().max(64)).max(100).default([]),
  station: z.object({
    station_id: z.string(),
    branch_name: z.string(),
    /** `retired`: it delivers what it sealed, and opens no visit any more. */
    state: z.enum(['pending', 'active', 'revoked', 'retired']),
  }),
})
export type CentralConfig = z.infer<typeof CentralConfig>
