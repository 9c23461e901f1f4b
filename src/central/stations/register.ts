import type { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { RegisterAnswer, RegisterRequest as RegisterBody } from '../../contract/sync.ts'
import type { Proof } from '../auth/proof.ts'
import type { Central, Trx } from '../context.ts'
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
  failures: ['station_code_invalid', 'station_revoked', 'proof_invalid', 'operator_key_in_use', 'operator_revoked'],
  async handle({ caller, body }, central) {
    const station = await registerStation(central, body, caller)
    const { station_id, branch_name, thumbprint, state } = station
    return { status: 201, body: { station_id, branch_name, thumbprint, state, environment: central.environment } }
  },
})

async function registerStation(central: Central, request: RegisterRequest, proof: Proof): Promise<Station> {
  const thumbprint = thumbprintOf(request.public_key)
  if (thumbprint !== proof.thumbprint) throw new Failure('proof_invalid', 'proof by another key')
  if (!isUsableKey(request.encryption_key)) throw new Failure('request_invalid', 'encryption_key')
  const station_id = stationIdOf(thumbprint)
  const now = central.now()
  const training = central.environment === 'training'
  const row = {
    kind: request.kind,
    // Nothing real is at stake in training: trainees do not wait for an administrator.
    state: training ? ('active' as const) : ('pending' as const),
    activated_at: training ? now : null,
    thumbprint,
    public_key: JSON.stringify(request.public_key),
    encryption_key: JSON.stringify(request.encryption_key),
    software_version: request.software_version,
    registered_at: now,
    time_zone: request.time_zone ?? null,
  }
  // Together: a code is used up by a station that is there, or not at all.
  return transact(central.db, async (trx) => {
    const { branch_name, manager_id } = await useCode(trx, request.code, station_id, now)
    await trx
      .insertInto('station')
      .values({ station_id, branch_name, ...row })
      .onConflict((clash) => clash.column('station_id').doNothing())
      .execute()
    for (const key of [request.public_key, request.encryption_key]) {
      await claimKey(trx, { thumbprint: thumbprintOf(key), stationId: station_id, personId: null, since: now })
    }
    if (manager_id !== null) await assign(trx, { stationId: station_id, personId: manager_id, at: now })
    const station = await requireStation(trx, station_id)
    if (station.state === 'revoked') throw new Failure('station_revoked')
    return station
  })
}

type Used = { branch_name: string; manager_id: string | null }

/** Uses up a code and names its branch and first manager; the station that used it may come again. Code: station_code_invalid. */
async function useCode(trx: Trx, code: string, stationId: string, now: Date): Promise<Used> {
  const code_hash = codeHash(code)
  const found = await trx.selectFrom('station_code').selectAll().where('code_hash', '=', code_hash).executeTakeFirst()
  if (found === undefined) throw new Failure('station_code_invalid')
  if (found.reusable) return found
  if (found.used_at !== null && (await findStation(trx, stationId)) !== null) return found
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
