import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { Operator } from '../../contract/operator.ts'
import { PutOperatorRequest } from '../../contract/sync.ts'
import type { Central } from '../context.ts'
import { defineRoute } from '../http/route.ts'
import { isUsableKey, thumbprintOf } from '../../jose/public-key.ts'
import { requeue } from '../packets/requeue.ts'

const Params = z.object({ operator_id: Operator.shape.operatorId })
type Params = z.infer<typeof Params>
type PutOperatorRequest = z.infer<typeof PutOperatorRequest>

/** Reasons for which a packet waits until its station makes an operator known. */
const waitsForOperator = ['operator_key_unknown', 'override_manager_unknown']

/** PUT /v1/operators/{operator_id}: one more key, or a new state, of an operator of the calling station. */
export const putOperatorRoute = defineRoute<'station', Params, null, PutOperatorRequest>('station', {
  method: 'PUT',
  path: '/v1/operators/:operator_id',
  summary: "Make a branch's operator known",
  // An older state sent again would undo a newer one, e.g. a revocation.
  once: true,
  params: Params,
  body: PutOperatorRequest,
  answers: { 204: { description: 'Known', schema: null } },
  failures: ['operator_revoked'],
  async handle({ caller, params, body }, central) {
    if (!isUsableKey(body.key)) throw new Failure('request_invalid', 'key')
    await saveOperator(central, caller.station_id, params.operator_id, body)
    await requeue(central, caller.station_id, waitsForOperator)
    return { status: 204, body: null }
  },
})

async function saveOperator(central: Central, station_id: string, operator_id: string, given: PutOperatorRequest) {
  const { display_name, role, trained_on } = given
  const revoked = await central.db
    .selectFrom('revoked_operator')
    .select('operator_id')
    .where('operator_id', '=', operator_id)
    .executeTakeFirst()
  // What the administrator revoked a branch cannot bring back; its own revocation is welcome again.
  if (revoked !== undefined && given.revoked_at === null) throw new Failure('operator_revoked')
  const revoked_at = given.revoked_at === null ? null : new Date(given.revoked_at)
  const state = { display_name, role, trained_on, revoked_at }
  const thumbprint = thumbprintOf(given.key)
  const first_seen_at = central.now()
  await central.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('operator')
      .values({ station_id, operator_id, ...state, first_seen_at })
      .onConflict((clash) => clash.columns(['station_id', 'operator_id']).doUpdateSet(state))
      .execute()
    await trx
      .insertInto('operator_key')
      .values({ station_id, operator_id, thumbprint, first_seen_at })
      .onConflict((clash) => clash.doNothing())
      .execute()
  })
}
