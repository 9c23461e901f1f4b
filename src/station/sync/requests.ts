import type { KeyObject } from 'node:crypto'
import type { z } from 'zod'
import { ClerkFigures, SealedClerkFigures } from '../../contract/clerk-figures.ts'
import { Failure } from '../../contract/failure.ts'
import { SealedVisitor, Visitor } from '../../contract/practice.ts'
import {
  AppointmentsAnswer,
  AppointmentItem,
  LookupAnswer,
  SealedLookupAnswer,
} from '../../contract/protocol/look-ups.ts'
import { EnrolKeyAnswer } from '../../contract/protocol/people.ts'
import { RegisterAnswer, RotateKeyAnswer } from '../../contract/protocol/station.ts'
import { agreementOf, openJwe, parseJwe } from '../../jose/jwe.ts'
import { thumbprintOf } from '../../jose/public-key.ts'
import type { Signer } from '../../jose/signer.ts'
import { signCompactJws } from '../../jose/sign-jws.ts'
import type { StationKeys } from '../keys/station-keys.ts'
import type { CentralClient } from './central-client.ts'

const json = { 'content-type': 'application/json' }
const maxPages = 50

/** Registers this station's keys with a one-time code. Code: station_code_invalid. */
export async function register(
  client: CentralClient,
  keys: StationKeys,
  request: {
    code: string
    kind: 'counter' | 'tablet'
    softwareVersion: string
    timeZone: string
    /** Under which it is registered already: what waits in its queue names that. */
    stationId: string | null
  },
  signal: AbortSignal,
): Promise<z.infer<typeof RegisterAnswer>> {
  const body = {
    code: request.code,
    public_key: keys.signer().publicJwk,
    encryption_key: keys.encryptionPublicJwk(),
    kind: request.kind,
    software_version: request.softwareVersion,
    time_zone: request.timeZone,
    ...(request.stationId !== null && { former: { station_id: request.stationId, keys: keys.signingHistory() } }),
  }
  const call = { method: 'POST', path: '/v1/stations/register', access: 'proof', headers: json, signal } as const
  const { body: answer } = await client.call({ ...call, body: JSON.stringify(body), answer: RegisterAnswer })
  if (answer!.thumbprint !== thumbprintOf(body.public_key))
    throw new Failure('central_response_invalid', 'thumbprint of another key')
  return answer!
}

/** Announces the next key, proved by itself, under the authority of the current one. */
export async function announceKey(client: CentralClient, keys: StationKeys, stationId: string, signal: AbortSignal) {
  const next = keys.prepareNext()
  const proof = signCompactJws(next, { typ: 'guichet-key-proof+jwt' }, { station_id: stationId, key: next.kid })
  const body = JSON.stringify({ public_key: next.publicJwk, proof })
  const call = { method: 'POST', path: '/v1/stations/keys', access: 'token', headers: json, signal } as const
  const { body: answer } = await client.call({ ...call, body, answer: RotateKeyAnswer })
  if (answer!.thumbprint !== next.kid) throw new Failure('central_response_invalid', 'thumbprint of another key')
}

type Enrolment = { personId: string; code: string; stationId: string; signer: Signer }

/** A person's new key, proved by itself. Codes: operator_code_invalid, operator_not_on_roster, operator_revoked. */
export async function enrolKey(client: CentralClient, enrolment: Enrolment, signal: AbortSignal): Promise<string> {
  const { personId, code, stationId, signer } = enrolment
  const said = { person_id: personId, station_id: stationId }
  const proof = signCompactJws(signer, { typ: 'guichet-enrol+jwt' }, said)
  const body = JSON.stringify({ code, key: signer.publicJwk, proof })
  const path = `/v1/people/${encodeURIComponent(personId)}/keys`
  const call = { method: 'POST', path, access: 'token', headers: json, signal } as const
  const { body: answer } = await client.call({ ...call, body, answer: EnrolKeyAnswer })
  return answer!.roster
}

/** The application behind a citizen's reference. Codes: application_*, central_unreachable. */
export async function lookup(
  client: CentralClient,
  privateKey: KeyObject,
  { reference, operatorId }: { reference: string; operatorId: string },
  signal: AbortSignal,
): Promise<z.infer<typeof LookupAnswer>> {
  const body = { reference, operator_id: operatorId }
  const question = { path: '/v1/applications/lookup', body, sealed: SealedLookupAnswer, timeoutMs: 15_000 }
  const answer = await askSealed({ ...question, client, privateKey, signal }, LookupAnswer)
  if (answer.application.reference !== reference) throw new Failure('central_response_invalid', 'another reference')
  return answer
}

/** What central tells a person of their work. Codes: operator_revoked, operator_not_on_roster, central_unreachable. */
export async function fetchFigures(
  client: CentralClient,
  privateKey: KeyObject,
  operatorId: string,
  signal: AbortSignal,
): Promise<ClerkFigures> {
  const question = { path: '/v1/figures', body: { operator_id: operatorId }, sealed: SealedClerkFigures }
  const figures = await askSealed({ ...question, client, privateKey, signal }, ClerkFigures)
  if (figures.own.operatorId !== operatorId) throw new Failure('central_response_invalid', 'of somebody else')
  return figures
}

/** Training: the next citizen, with their document. Codes: training_forbidden, operator_*, central_unreachable. */
export async function fetchVisitor(
  client: CentralClient,
  privateKey: KeyObject,
  operatorId: string,
  signal: AbortSignal,
): Promise<Visitor> {
  const question = { path: '/v1/training/visitors', body: { operator_id: operatorId }, sealed: SealedVisitor }
  return askSealed({ ...question, client, privateKey, signal }, Visitor)
}

/** All appointments of one postman, decrypted. */
export async function fetchAppointments(
  client: CentralClient,
  privateKey: KeyObject,
  operatorId: string,
  signal: AbortSignal,
): Promise<AppointmentItem[]> {
  const items: AppointmentItem[] = []
  let cursor: string | null = ''
  for (let page = 0; cursor !== null && page < maxPages; page += 1) {
    const answer = await fetchPage(client, operatorId, cursor, signal)
    items.push(...answer.items.map((item) => decrypt(item, privateKey, AppointmentItem)))
    cursor = answer.next
  }
  return items
}

async function fetchPage(
  client: CentralClient,
  operatorId: string,
  cursor: string,
  signal: AbortSignal,
): Promise<z.infer<typeof AppointmentsAnswer>> {
  const query = new URLSearchParams({ operator_id: operatorId, ...(cursor === '' ? {} : { cursor }) })
  const call = { method: 'GET', path: `/v1/appointments?${query}`, access: 'token', signal } as const
  const { body } = await client.call({ ...call, answer: AppointmentsAnswer })
  return body!
}

interface SealedQuestion {
  client: CentralClient
  privateKey: KeyObject
  path: string
  body: object
  /** Its envelope, with the bound on its length. */
  sealed: z.ZodType<{ sealed: string }>
  timeoutMs?: number
  signal: AbortSignal
}

/** Asks what central answers for this station's eyes alone. Codes: central_response_invalid, and whatever the call is refused with. */
async function askSealed<T>(question: SealedQuestion, opened: z.ZodType<T>): Promise<T> {
  const { client, privateKey, body, sealed, ...rest } = question
  const call = { ...rest, method: 'POST', access: 'token', headers: json } as const
  const { body: answer } = await client.call({ ...call, body: JSON.stringify(body), answer: sealed })
  return decrypt(answer!.sealed, privateKey, opened)
}

/** What central encrypted to this station. Code: central_response_invalid. */
function decrypt<T>(compact: string, privateKey: KeyObject, schema: z.ZodType<T>): T {
  const jwe = parseJwe(compact)
  if (jwe === null) throw new Failure('central_response_invalid', 'no JWE')
  try {
    return schema.parse(JSON.parse(openJwe(jwe, agreementOf(privateKey)).toString('utf8')))
  } catch (error) {
    throw new Failure('central_response_invalid', 'not for this station', { cause: error })
  }
}
