import { z } from 'zod'
import { Application, Channel } from './application.ts'
import { Appointment, AppointmentOutcome } from './appointment.ts'
import { StationCamera } from './camera.ts'
import { ToldCheck } from './check.ts'
import { VisitCourse } from './course.ts'
import {
  Concern,
  DeferredCheck,
  FaceFeature,
  InspectionAnswer,
  Outcome,
  OutcomeReason,
  Override,
  PersonJudgement,
} from './decision.ts'
import { FailureCode } from './failure.ts'
import { DocumentIdentity, DocumentType, IsoDate, IsoTime } from './identity.ts'
import { EligibilityCheck, MatchClass, MatchField, MatchRule, PrintedValue } from './match.ts'
import { PersonId, Role } from './operator.ts'
import { CentralDecision, Consent } from './session.ts'

/**
 * The protocol between station and central: JSON over HTTPS, names in snake_case as on the wire of JOSE and OAuth. One
 * file, a passage a subject, as docs/protocol.md is one page: either side is checked against the whole of it.
 */

export const Environment = z.enum(['production', 'training'])
export type Environment = z.infer<typeof Environment>

/** 32 bytes in base64url; the last letter holds four bits and no others, so that a key has one text and one thumbprint. */
const Coordinate = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)

/** A public P-256 key (RFC 7517). Ids are RFC 7638 thumbprints. */
export const PublicJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: Coordinate,
  y: Coordinate,
  kid: z.string().max(128).optional(),
  use: z.enum(['sig', 'enc']).optional(),
  alg: z.string().max(32).optional(),
})
export type PublicJwk = z.infer<typeof PublicJwk>

/** Lower-case hex SHA-256. */
export const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/)

/** Identity as sealed: never the full document number. */
export const SealedIdentity = DocumentIdentity.omit({ documentNumber: true })
export type SealedIdentity = z.infer<typeof SealedIdentity>

/** A short name without spaces and control characters: what tables, logs and receipts can hold. */
const Identifier = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\p{C}\p{Z}]+$/u)
const noControls = /^[^\p{Cc}]*$/u
/** Above it the next packet of a station could not be numbered. */
const highestSeq = 1_000_000_000

/** Who set somebody's first code; null: they did, by central's code. A station of before does not say. */
const codeSetBy = Identifier.nullable().optional()

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

/** Payload of the signed receipt: compact JWS, ES256 by central's signing key, `typ: "guichet-receipt+jwt"`. */
export const ReceiptPayload = z.object({
  packet_id: z.uuid(),
  station_id: z.string(),
  sha256: Sha256Hex,
  seq: z.int(),
  received_at: IsoTime,
})
export type ReceiptPayload = z.infer<typeof ReceiptPayload>

/** PUT /v1/packets/{packet_id}: 202 new, 200 identical retry (same receipt), 409, 413, 422. */
export const PutPacketAnswer = z.object({ receipt: z.string() })

/** Every refusal of central: RFC 9457's members, and `code`, a failure code. `server_time` accompanies clock_skew. */
export const Problem = z.object({ code: FailureCode, detail: z.string().nullable(), server_time: IsoTime.nullable() })
export type Problem = z.infer<typeof Problem>

export const PacketCentralState = z.enum([
  'UNKNOWN',
  'RECEIVED',
  'VERIFYING',
  'APPROVED',
  'REJECTED',
  /** Nothing was decided against the citizen: the application stays open. */
  'NOT_VERIFIED',
  'MANUAL_REVIEW',
  'QUARANTINED',
])
export type PacketCentralState = z.infer<typeof PacketCentralState>

/** POST /v1/packets/status */
export const PacketStatusRequest = z.object({ packet_ids: z.array(z.uuid()).min(1).max(200) })
export const PacketStatusAnswer = z.object({
  packets: z.array(z.object({ packet_id: z.uuid(), state: PacketCentralState, reasons: z.array(z.string()) })),
})

/** GET /v1/events?after=CURSOR&limit=N: what concerns this station, oldest first. */
export const CentralEvent = z.discriminatedUnion('type', [
  z.object({
    cursor: z.string(),
    type: z.literal('decision'),
    at: IsoTime,
    packet_id: z.uuid(),
    decision: CentralDecision,
    reasons: z.array(z.string()),
  }),
  z.object({ cursor: z.string(), type: z.literal('operator_revoked'), at: IsoTime, operator_id: z.string() }),
  z.object({
    cursor: z.string(),
    type: z.literal('application_recalled'),
    at: IsoTime,
    application_id: z.uuid(),
    reference: z.string(),
  }),
  z.object({ cursor: z.string(), type: z.literal('wipe'), at: IsoTime, reason: z.string() }),
])
export type CentralEvent = z.infer<typeof CentralEvent>
/**
 * GET /v1/events?wait=: for how many seconds central keeps a question at most (below the life of a nonce, which the answer brings), and how
 * often it sends white space meanwhile.
 */
export const eventWait = { longestSeconds: 240, breathMs: 20_000 } as const
export const EventsAnswer = z.object({ events: z.array(CentralEvent), next: z.string() })
export type EventsAnswer = z.infer<typeof EventsAnswer>

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

/** One person as central knows them. */
export const RosterPerson = z.object({
  person_id: z.string(),
  display_name: z.string(),
  role: Role,
  /** The first day on which this person may not decide. */
  trained_until: IsoDate,
  /** Since when they may not act any more, anywhere or at this station. */
  revoked_at: IsoTime.nullable(),
  /** RFC 7638 thumbprints of the keys with which they sign at this station now. */
  keys: z.array(z.string()),
})
export type RosterPerson = z.infer<typeof RosterPerson>

/** Who may work at a station: its own people and nobody else. Compact JWS (ES256, `typ: guichet-roster+jwt`). */
export const Roster = z.object({
  environment: Environment,
  station_id: z.string(),
  as_of: IsoTime,
  people: z.array(RosterPerson),
})
export type Roster = z.infer<typeof Roster>

/**
 * POST /v1/people/{person_id}/keys: a person's new key at the calling station, by the one-time code that central gave to the
 * person. `proof`: compact JWS by the new key over EnrolProof, `typ: guichet-enrol+jwt`. 200: the roster that names it.
 */
export const EnrolKeyRequest = z.object({
  code: z.string().min(8).max(64),
  key: PublicJwk,
  proof: z.string().max(4096),
})
export const EnrolProof = z.object({ person_id: PersonId, station_id: z.string() })
export const EnrolKeyAnswer = z.object({ roster: z.string() })

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

/** POST /v1/stations/report: how a station is, as it says itself. The camera is not told by a station that knows of none. */
export const StationReport = z.object({
  unsent: z.int().min(0).max(1_000_000),
  /** Set aside after a refusal. */
  parked: z.int().min(0).max(1_000_000),
  oldest_unsent_at: IsoTime.nullable(),
  /** Home visits that were not held and whose outcome central has not heard; not told by a station of before. */
  untold_visits: z.int().min(0).max(1_000_000).nullable().default(null),
  reader: z.object({
    state: z.enum(['ready', 'document_present', 'none', 'service_down', 'simulated', 'fault', 'unknown']),
    name: z.string().max(200).nullable(),
  }),
  camera: StationCamera.default({ state: 'unknown', model: null }),
  /** When central confirmed what chips are judged by here, and the roster in force. */
  trust_as_of: IsoTime.nullable(),
  roster_as_of: IsoTime.nullable(),
})
export type StationReport = z.infer<typeof StationReport>

/** GET /v1/time: unauthenticated. */
export const TimeAnswer = z.object({ server_time: IsoTime, environment: Environment })

/** POST /v1/stations/register: one-time code plus a proof of possession (DPoP header, RFC 9449) of the key. 201. */
export const RegisterRequest = z.object({
  code: z.string().min(8).max(64),
  public_key: PublicJwk,
  /** Key to which appointments are encrypted. */
  encryption_key: PublicJwk,
  kind: z.enum(['counter', 'tablet']),
  software_version: z.string().max(64),
  /** IANA zone of the place. */
  time_zone: z.string().max(64).optional(),
  /**
   * The id under which the station sealed until now, and its signing keys of before, oldest first: a central that was restored from
   * before its registration knows it again by them, and takes what waits in its queue.
   */
  former: z.object({ station_id: z.uuid(), keys: z.array(PublicJwk).min(1).max(50) }).optional(),
})
export const RegisterAnswer = z.object({
  station_id: z.string(),
  branch_name: z.string(),
  /** RFC 7638 thumbprint that the administrator compares before activating. */
  thumbprint: z.string(),
  state: z.enum(['pending', 'active']),
  environment: Environment,
})

/** POST /v1/token: client_credentials, private_key_jwt (RFC 7523), DPoP (RFC 9449). 600 s. */
export const TokenAnswer = z.object({ access_token: z.string(), token_type: z.literal('DPoP'), expires_in: z.int() })

/** POST /v1/stations/keys: the new key, proved by a JWS signed by it, in a request authenticated with the old one. */
export const RotateKeyRequest = z.object({ public_key: PublicJwk, proof: z.string().max(4096) })
export const RotateKeyAnswer = z.object({ thumbprint: z.string(), old_key_valid_until: IsoTime })

/**
 * POST /v1/stations/audit-head: the end of the station's audit log, a compact JWS by its key (`typ: guichet-audit-head+jwt`) over
 * AuditHeadStatement. 204. Central keeps it: a log that is shorter afterwards was cut.
 */
export const AuditHeadStatement = z.object({
  environment: Environment,
  station_id: z.string(),
  /** Number of the last record, from 1 and without a gap. */
  seq: z.int().positive().max(2_147_483_647),
  hash: Sha256Hex,
  at: IsoTime,
})
export type AuditHeadStatement = z.infer<typeof AuditHeadStatement>
export const AuditHeadRequest = z.object({ statement: z.string().max(4096) })

/**
 * PUT /v1/operators/{operator_id}: in training a station's people make themselves known; elsewhere a branch can only end a
 * person's right to work there (`revoked_at`), because people are central's word. 204.
 */
export const PutOperatorRequest = z.object({
  display_name: z.string().min(1).max(80),
  role: Role,
  trained_on: IsoDate,
  /** Null of a person who made none here. */
  key: PublicJwk.nullable(),
  revoked_at: IsoTime.nullable(),
  code_set_by: codeSetBy,
})

/**
 * POST /v1/applications/lookup (audited). 200, 404 application_unknown, 409 application_*. `sealed`: compact JWE (ECDH-ES, A256GCM) to the
 * station's encryption key holding a LookupAnswer: what ends the TLS in between reads nothing of the citizen.
 */
export const LookupRequest = z.object({ reference: z.string().max(64), operator_id: z.string().max(32) })
/** For one visit's Active Authentication (contract/evidence.ts); a central of before gives none. */
const chipNonce = z.string().max(120).nullable().default(null)
export const LookupAnswer = z.object({
  application: Application,
  lost_stolen_checked: z.boolean(),
  chip_nonce: chipNonce,
})
export const SealedLookupAnswer = z.object({ sealed: z.string().max(65_536) })

/**
 * GET /v1/appointments?cursor=&operator_id=: each item is a compact JWE (ECDH-ES, A256GCM) to the station's encryption key
 * holding an AppointmentItem.
 */
export const AppointmentItem = z.object({ appointment: Appointment, application: Application, chip_nonce: chipNonce })
export type AppointmentItem = z.infer<typeof AppointmentItem>
export const AppointmentsAnswer = z.object({ items: z.array(z.string()), next: z.string().nullable() })
export const AppointmentOutcomeRequest = z.object({
  outcome: AppointmentOutcome,
  at: IsoTime,
  operator_id: z.string().max(32),
  note: z.string().max(300).nullable(),
})
