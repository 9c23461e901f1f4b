import { z } from 'zod'
import { codeSetBy } from './identifier.ts'
import { IsoDate, IsoTime } from '../identity.ts'
import { PersonId, Role } from '../operator.ts'
import { Environment } from './environment.ts'
import { PublicJwk } from './jwk.ts'

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
