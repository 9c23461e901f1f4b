import { z } from 'zod'
import { Application } from '../../contract/application.ts'
import { Declared, IsoDate, IsoTime } from '../../contract/identity.ts'
import { Role } from '../../contract/operator.ts'
import { defaultPolicy, Policy } from '../../contract/policy.ts'
import { PublicJwk } from '../../contract/protocol/jwk.ts'

/** A public key, or its thumbprint (RFC 7638). */
const Key = z.union([PublicJwk, z.string().min(1).max(64)])
const Base64 = z.string().max(500_000)

/** A stored case: everything that a decision rests on, in one file. docs/rules.md describes each member. */
export const CaseFile = z.strictObject({
  format: z.literal('guichet-case/1'),
  title: z.string().max(300).optional(),
  /** What the application is at central; null: central does not know it. */
  application: Application.extend({
    /** Null once it is erased. */
    declared: Declared.nullable(),
    /** What is not said to be confirmed is not. */
    emailConfirmed: z.boolean().default(false),
    reportedLost: z.boolean().default(false),
    duplicates: z
      .array(z.enum(['duplicate_document', 'duplicate_person']))
      .max(2)
      .default([]),
  }).nullable(),
  /** The payload that both signed, of either version. Judged by its own schema: what is wrong in it is refused, not an error. */
  packet: z.unknown(),
  /** The evidence part. Its digest is that of this object as compact JSON, in the order of its keys. */
  evidence: z.unknown(),
  roster: z
    .array(
      z.strictObject({
        operatorId: z.string().max(64),
        role: Role,
        trainedUntil: IsoDate,
        confirmed: z.boolean().default(true),
        revokedAt: IsoTime.nullable().default(null),
        keys: z.array(Key).max(50),
        lateKeys: z.array(Key).max(50).default([]),
        codeSetBy: z.string().max(64).nullable().default(null),
      }),
    )
    .max(10_000)
    .refine((people) => new Set(people.map(({ operatorId }) => operatorId)).size === people.length, 'one person twice'),
  station: z.strictObject({
    stationId: z.string().max(64),
    timeZone: z.string().max(64).nullable().default(null),
    registeredAt: IsoTime.nullable().default(null),
    compromisedSince: IsoTime.nullable().default(null),
    retiredAt: IsoTime.nullable().default(null),
    keys: z.array(Key).max(50).default([]),
  }),
  /** Limits that differ from the default policy. */
  policy: Policy.partial()
    .default({})
    .transform((given) => Policy.parse({ ...defaultPolicy, ...given })),
  /** CSCA certificates and revocation lists, DER in base64. */
  trust: z
    .strictObject({ certificates: z.array(Base64).max(5_000), crls: z.array(Base64).max(5_000).default([]) })
    .default({ certificates: [], crls: [] }),
  /** Chip Authentications that central took part in: `witness` of the reads. */
  /** Whether a chip failed in this visit before central itself. */
  witnessFailed: z.boolean().default(false),
  witnessed: z.array(z.string().max(120)).max(100).default([]),
  /** Nonces for Active Authentication that central gave to this station for this application; `isSpent`: by another packet. */
  nonces: z
    .array(z.strictObject({ nonce: z.string().max(120), issuedAt: IsoTime, isSpent: z.boolean().default(false) }))
    .max(1_000)
    .default([]),
  receivedAt: IsoTime,
  stationKeyRetired: z.boolean().default(false),
  chainBroken: z.boolean().default(false),
  /** Whether the station sealed another packet of the same visit. */
  sessionRepeated: z.boolean().default(false),
  /** Central's draw for the random share; 1 is never below it. */
  draw: z.number().min(0).max(1).default(1),
})
export type CaseFile = z.infer<typeof CaseFile>
