import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { Operator } from '../../contract/operator.ts'
import { PutOperatorRequest } from '../../contract/protocol/people.ts'
import type { Central } from '../context.ts'
import { defineRoute } from '../http/route.ts'
import { isUsableKey } from '../../jose/public-key.ts'
import { announceInTraining } from './announce-in-training.ts'
import { requeueFor } from './change-people.ts'

const Params = z.object({ operator_id: Operator.shape.operatorId })
type Params = z.infer<typeof Params>
type PutOperatorRequest = z.infer<typeof PutOperatorRequest>

/**
 * PUT /v1/operators/{operator_id}. In training a station's people make themselves known. Elsewhere they are central's word, and
 * a branch can but end somebody's right to work there, at once.
 */
export const putOperatorRoute = defineRoute<'station', Params, null, PutOperatorRequest>('station', {
  method: 'PUT',
  path: '/v1/operators/:operator_id',
  summary: 'Training: make an operator known; elsewhere: end a right to work at this station',
  // An older state sent again would undo a newer one, e.g. a revocation.
  once: true,
  params: Params,
  body: PutOperatorRequest,
  answers: { 204: { description: 'Known, or ended', schema: null } },
  failures: ['operator_revoked', 'operator_not_on_roster', 'operator_key_in_use', 'forbidden'],
  async handle({ caller, params, body }, central) {
    if (central.environment === 'training') {
      const { key } = body
      if (key === null || !isUsableKey(key)) throw new Failure('request_invalid', 'key')
      await announceInTraining(central, { stationId: caller.station_id, personId: params.operator_id, ...body, key })
      await requeueFor(central, params.operator_id)
    } else await endAtBranch(central, caller.station_id, params.operator_id, body.revoked_at)
    return { status: 204, body: null }
  },
})

/** Codes: forbidden (nothing but an end is a branch's to say), operator_not_on_roster. */
async function endAtBranch({ db, now }: Central, stationId: string, personId: string, revokedAt: string | null) {
  if (revokedAt === null) throw new Failure('forbidden', 'people are central’s word')
  const at = new Date(Math.min(Date.parse(revokedAt), now().getTime()))
  const { numUpdatedRows } = await db
    .updateTable('assignment')
    .set({ ended_at: at })
    .where('station_id', '=', stationId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Failure('operator_not_on_roster')
}
