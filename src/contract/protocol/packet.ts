import { z } from 'zod'
import { Channel } from '../application.ts'
import { ToldCheck } from '../check.ts'
import { VisitCourse } from '../course.ts'
import {
  Concern,
  DeferredCheck,
  FaceFeature,
  InspectionAnswer,
  Outcome,
  OutcomeReason,
  Override,
  PersonJudgement,
} from '../decision.ts'
import { DocumentIdentity, DocumentType, IsoDate, IsoTime } from '../identity.ts'
import { EligibilityCheck, MatchClass, MatchField, MatchRule, PrintedValue } from '../match.ts'
import { Role } from '../operator.ts'
import { Consent } from '../session.ts'
import { Sha256Hex } from './digest.ts'
import { Environment } from './environment.ts'
import { PublicJwk } from './jwk.ts'
import { codeSetBy, Identifier } from './identifier.ts'

/** Identity as sealed: never the full document number. */
export const SealedIdentity = DocumentIdentity.omit({ documentNumber: true })
export type SealedIdentity = z.infer<typeof SealedIdentity>

const noControls = /^[^\p{Cc}]*$/u
/** Above it the next packet of a station could not be numbered. */
const highestSeq = 1_000_000_000

/** What either version of a packet says. Every length has its bound: what is receipted can be kept. */
const packetParts = {
  environment: Environment,
  packet_id: z.uuid(),
  session_id: z.uuid(),
  application_id: z.uuid(),
  reference: z.string().max(64).regex(noControls),
  station_id: Identifier,
  /** 1, 2, 3, … per station without gaps; prev_hash is the SHA-256 of the previous packet's bytes ("" hashed for the first). */
  seq: z.int().positive().max(highestSeq),
  prev_hash: Sha256Hex,
  captured_at: IsoTime,
  last_server_time: IsoTime.nullable(),
  started_at: IsoTime,
  channel: Channel,
  operator: z.object({
    operator_id: Identifier,
    role: Role,
    trained_on: IsoDate,
    key: PublicJwk,
    code_set_by: codeSetBy,
  }),
  document: z
    .object({
      type: DocumentType,
      issuer: z.string().max(8).regex(noControls),
      expiry_date: IsoDate.nullable(),
      last4: z.string().max(4).regex(noControls),
    })
    .nullable(),
  identity: SealedIdentity.nullable(),
  match: z.array(z.object({ field: MatchField, class: MatchClass, rules: z.array(MatchRule).max(20) })).max(30),
  eligibility: z.array(EligibilityCheck).max(20),
  chip_checks: z.array(ToldCheck).max(20),
  inspection: z.array(z.object({ featureId: z.string().max(64).regex(noControls), answer: InspectionAnswer })).max(40),
  person: z.object({ judgement: PersonJudgement.nullable(), differing: z.array(FaceFeature).max(20) }),
  overrides: z
    .array(Override.extend({ managerId: Identifier, manager_key: PublicJwk, manager_code_set_by: codeSetBy }))
    .max(10),
  deferred: z.array(DeferredCheck).max(10),
  consent: Consent.nullable(),
  outcome: Outcome,
  reasons: z.array(OutcomeReason).max(30),
  policy_version: z.int(),
  software_version: z.string().max(64).regex(noControls),
}

/** Version 1: conclusions without evidence. Stations that were offline still bring such; central takes and reviews them. */
export const PacketPayloadV1 = z.object({ version: z.literal(1), ...packetParts })
export type PacketPayloadV1 = z.infer<typeof PacketPayloadV1>

/** How the station knew the time: from central just now, from the latest confirmed time on, or only from its own clock. */
export const TimeProof = z.enum(['central', 'floor', 'unconfirmed'])
export type TimeProof = z.infer<typeof TimeProof>

/** Version 2: what a packet says once opened. No image, no full number, no template (R14). */
export const PacketPayload = z.strictObject({
  version: z.literal(2),
  ...packetParts,
  /** Time zone of the place (IANA) and the calendar day there when it was sealed: ages and validities are judged on it. */
  time_zone: z.string().max(64).regex(noControls),
  local_day: IsoDate,
  time_proof: TimeProof,
  /**
   * When central signed the roster by which the author may work; null where there was none, as in training, where people make
   * themselves known. A station of before does not say.
   */
  roster_as_of: IsoTime.nullable().optional(),
  /** What the clerk saw on the print where chip and MRZ settle nothing. */
  printed: z.array(PrintedValue).max(20),
  comparison_confirmed: z.boolean(),
  /** Beside any outcome, and in no other place of the station: central has a person look. Stations of before do not know it. */
  concern: Concern.optional(),
  /** Stations of before do not say, and none does to a central of before. */
  course: VisitCourse.optional(),
  chip_unavailable: z.enum(['chip_defective', 'reader_defective', 'no_chip']).nullable(),
  /** SHA-256 of the evidence part's bytes; null only where nothing of a document was read. */
  evidence_sha256: Sha256Hex.nullable(),
})
export type PacketPayload = z.infer<typeof PacketPayload>

/** A packet of either version. */
export const AnyPacketPayload = z.discriminatedUnion('version', [PacketPayloadV1, PacketPayload])
export type AnyPacketPayload = z.infer<typeof AnyPacketPayload>

/**
 * The JWS inside the JWE: JSON general serialisation (RFC 7515 §7.2.1), two ES256 signatures over the same payload; the
 * protected headers are `{alg, kid, role: "operator" | "station"}`. The JWE is compact: ECDH-ES, A256GCM, `cty: "JOSE+JSON"`,
 * `kid` = central's encryption key. The PUT body is this JWE, a `~`, and the JWE of the evidence part (contract/evidence.ts, the same
 * algorithms, `cty: "guichet-evidence+json"`), without the last two where there is none; media type application/jose.
 */
export const SealedJws = z.object({
  payload: z.string(),
  signatures: z.array(z.object({ protected: z.string(), signature: z.string() })).length(2),
})
export const maxPacketBytes = 262_144
