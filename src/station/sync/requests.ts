import type { KeyObject } from 'node:crypto'
import type { z } from 'zod'
import { ClerkFigures, SealedClerkFigures } from '../../contract/clerk-figures.ts'
import { Failure } from '../../contract/failure.ts'
import { SealedVisitor, Visitor } from '../../contract/practice.ts'
import {
  AppointmentsAnswer,
  EnrolKeyAnswer,
  AppointmentItem,
  LookupAnswer,
  SealedLookupAnswer,
  RegisterAnswer,
  RotateKeyAnswer,
} from '../../contract/sync.ts'
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
  const body = JSON.stringify({ reference, operator_id: operatorId })
  const call = { method: 'POST', path: '/v1/applications/lookup', access: 'token', headers: json, signal } as const
  const { body: answered } = await client.call({ ...call, body, answer: SealedLookupAnswer, timeoutMs: 15_000 })
  const answer = decrypt(answered!.sealed, privateKey, LookupAnswer)
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
  const body = JSON.stringify({ operator_id: operatorId })
  const call = { method: 'POST', path: '/v1/figures', access: 'token', headers: json, signal } as const
  const { body: answered } = await client.call({ ...call, body, answer: SealedClerkFigures })
  const figures = decrypt(answered!.sealed, privateKey, ClerkFigures)
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
  const body = JSON.stringify({ operator_id: operatorId })
  const call = { method: 'POST', path: '/v1/training/visitors', access: 'token', headers: json, signal } as const
  const { body: answered } = await client.call({ ...call, body, answer: SealedVisitor })
  return decrypt(answered!.sealed, privateKey, Visitor)
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
