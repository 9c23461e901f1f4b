import { isTimeZone } from '../../enrolment/local-day.ts'
import type { Selectable } from 'kysely'
import type { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { RegisterAnswer, RegisterRequest as RegisterBody } from '../../contract/protocol/station.ts'
import type { Proof } from '../auth/proof.ts'
import type { Central, Trx } from '../context.ts'
import type { RetiredKey, Tables } from '../database/tables.ts'
import { transact } from '../database/transact.ts'
import { defineRoute } from '../http/route.ts'
import { isUsableKey, thumbprintOf } from '../../jose/public-key.ts'
import { assign } from '../people/change-people.ts'
import { claimKey } from '../people/keys.ts'
import { codeHash } from './codes.ts'
import { findStation, requireStation, stationIdOf, type Station } from './station.ts'

type RegisterRequest = z.infer<typeof RegisterBody>

/** POST /v1/stations/register */
export const registerRoute = defineRoute<'proof', null, null, RegisterRequest>('proof', {
  method: 'POST',
  path: '/v1/stations/register',
  summary: 'Register a station with a one-time code and a proved key',
  once: true,
  body: RegisterBody,
  answers: { 201: { description: 'Registered', schema: RegisterAnswer } },
  failures: [
    'station_code_invalid',
    'station_revoked',
    'station_retired',
    'proof_invalid',
    'operator_key_in_use',
    'operator_revoked',
  ],
  async handle({ caller, body }, central) {
    const station = await registerStation(central, body, caller)
    const { station_id, branch_name, thumbprint, state } = station
    return { status: 201, body: { station_id, branch_name, thumbprint, state, environment: central.environment } }
  },
})

async function registerStation(central: Central, request: RegisterRequest, proof: Proof): Promise<Station> {
  const thumbprint = thumbprintOf(request.public_key)
  if (thumbprint !== proof.thumbprint) throw new Failure('proof_invalid', 'proof by another key')
  const keys = [request.public_key, request.encryption_key, ...(request.former?.keys ?? [])]
  if (!keys.every(isUsableKey)) throw new Failure('request_invalid', 'key')
  if (request.time_zone !== undefined && !isTimeZone(request.time_zone))
    throw new Failure('request_invalid', 'time_zone')
  const now = central.now()
  const training = central.environment === 'training'
  const row = {
    kind: request.kind,
    // Nothing real is at stake in training: trainees do not wait for an administrator.
    state: training ? ('active' as const) : ('pending' as const),
    activated_at: training ? now : null,
    retired_at: null,
    thumbprint,
    public_key: JSON.stringify(request.public_key),
    encryption_key: JSON.stringify(request.encryption_key),
    software_version: request.software_version,
    registered_at: now,
    time_zone: request.time_zone ?? null,
  }
  // Together: a code is used up by a station that is there, or not at all.
  return transact(central.db, async (trx) => {
    const own = idFor(request.former, thumbprint)
    const { branch_name, manager_id, station_id: again, replaces } = await useCode(trx, request.code, own, now)
    const before = await findStation(trx, own)
    if (before?.state === 'revoked') throw new Failure('station_revoked')
    // What is known is changed by a code for it alone.
    if (again === null && before?.state === 'retired') throw new Failure('station_retired')
    if (again === null && before !== null && before.thumbprint !== thumbprint) {
      throw new Failure('station_code_invalid', 'this kiosk is known by another key: a code for it is needed')
    }
    const retired_keys = JSON.stringify(earlierKeys(before, request, now))
    const values = { ...row, branch_name, replaces, retired_keys }
    await trx
      .insertInto('station')
      .values({ station_id: own, ...values })
      .onConflict((clash) =>
        again === null ? clash.column('station_id').doNothing() : clash.column('station_id').doUpdateSet(values),
      )
      .execute()
    for (const key of keys)
      await claimKey(trx, { thumbprint: thumbprintOf(key), stationId: own, personId: null, since: now })
    if (manager_id !== null) await assign(trx, { stationId: own, personId: manager_id, at: now })
    if (replaces !== null) await takeOverPeople(trx, replaces, own, now)
    return requireStation(trx, own)
  })
}

/**
 * The id of a station: its former id, where that derives from a key it holds (packets in its queue name that id); else the id
 * derived from its present key.
 */
function idFor(former: RegisterRequest['former'], thumbprint: string): string {
  const own = stationIdOf(thumbprint)
  if (former === undefined || former.station_id === own) return own
  const isTheirs = former.keys.some((key) => stationIdOf(thumbprintOf(key)) === former.station_id)
  return isTheirs ? former.station_id : own
}

/** Every key with which the station sealed before: what it sealed with them is taken, and looked at. */
function earlierKeys(before: Station | null, { former, public_key }: RegisterRequest, now: Date): RetiredKey[] {
  const known =
    before === null ? [] : [...before.retired_keys, { key: before.public_key, valid_until: now.toISOString() }]
  const told = (former?.keys ?? []).map((key) => ({ key, valid_until: now.toISOString() }))
  const byThumbprint = new Map([...told, ...known].map((one) => [thumbprintOf(one.key), one]))
  byThumbprint.delete(thumbprintOf(public_key))
  return [...byThumbprint.values()]
}

/** Who works at the kiosk that is replaced works at this one. */
async function takeOverPeople(trx: Trx, from: string, stationId: string, at: Date): Promise<void> {
  const people = await trx
    .selectFrom('assignment')
    .innerJoin('person', 'person.person_id', 'assignment.person_id')
    .select('assignment.person_id')
    .where('station_id', '=', from)
    .where('ended_at', 'is', null)
    .where('revoked_at', 'is', null)
    .orderBy('assignment.person_id')
    .execute()
  for (const { person_id: personId } of people) await assign(trx, { stationId, personId, at })
}

type Used = Pick<Selectable<Tables['station_code']>, 'branch_name' | 'manager_id' | 'station_id' | 'replaces'>

/** Uses up a code and names its branch and first manager; the station that used it may come again. Code: station_code_invalid. */
async function useCode(trx: Trx, code: string, stationId: string, now: Date): Promise<Used> {
  const code_hash = codeHash(code)
  const found = await trx.selectFrom('station_code').selectAll().where('code_hash', '=', code_hash).executeTakeFirst()
  if (found === undefined) throw new Failure('station_code_invalid')
  if (found.reusable) return found
  const isFor = found.station_id === null || found.station_id === stationId
  if (!isFor) throw new Failure('station_code_invalid', 'for another kiosk')
  // Its answer was lost: what was done is answered once more, and nothing is done again.
  const isAgain = found.used_at !== null && (await findStation(trx, stationId)) !== null
  if (isAgain) return { ...found, station_id: null }
  const { numUpdatedRows } = await trx
    .updateTable('station_code')
    .set({ used_at: now })
    .where('code_hash', '=', code_hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Failure('station_code_invalid')
  return found
}
