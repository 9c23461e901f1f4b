import { z } from 'zod'
import { StationCamera } from '../camera.ts'
import { IsoTime } from '../identity.ts'
import { Sha256Hex } from './digest.ts'
import { Environment } from './environment.ts'
import { PublicJwk } from './jwk.ts'

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
