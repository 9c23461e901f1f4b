import type { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { RotateKeyAnswer, RotateKeyRequest } from '../../contract/protocol/station.ts'
import { transact } from '../database/transact.ts'
import { defineRoute } from '../http/route.ts'
import { signingKeyAmong } from '../../jose/verify-jws.ts'
import { thumbprintOf } from '../../jose/public-key.ts'
import { claimKey } from '../people/keys.ts'

/** Packets sealed with the old key may be days on their way (72 h), and a weekend more. */
const overlapMs = 7 * 24 * 3_600_000

/**
 * POST /v1/stations/keys: the present key authenticates the request, the new one signs the proof. Sent again: same answer. A key
 * replaced already, which may be why it was replaced, replaces no other. Codes: proof_invalid, forbidden.
 */
export const rotateKeyRoute = defineRoute<'station', null, null, z.infer<typeof RotateKeyRequest>>('station', {
  method: 'POST',
  path: '/v1/stations/keys',
  summary: "Replace a station's signing key; old and new both count for a week",
  once: true,
  body: RotateKeyRequest,
  answers: { 200: { description: 'Replaced', schema: RotateKeyAnswer } },
  failures: ['proof_invalid', 'forbidden', 'operator_key_in_use'],
  async handle({ caller: station, provedBy, body }, central) {
    const thumbprint = thumbprintOf(body.public_key)
    const proved = signingKeyAmong(body.proof, [body.public_key])
    if (proved === null) throw new Failure('proof_invalid', 'the new key did not sign the proof')
    const last = station.retired_keys.at(-1)
    if (thumbprint === station.thumbprint && last !== undefined) return answer(thumbprint, last.valid_until)
    if (provedBy !== station.thumbprint) throw new Failure('forbidden', 'by a key replaced already')
    const valid_until = new Date(central.now().getTime() + overlapMs).toISOString()
    const numUpdatedRows = await transact(central.db, async (trx) => {
      await claimKey(trx, { thumbprint, stationId: station.station_id, personId: null, since: central.now() })
      const { numUpdatedRows: updated } = await trx
        .updateTable('station')
        .set({
          public_key: JSON.stringify(body.public_key),
          thumbprint,
          retired_keys: JSON.stringify([...station.retired_keys, { key: station.public_key, valid_until }]),
        })
        .where('station_id', '=', station.station_id)
        .where('thumbprint', '=', station.thumbprint)
        .executeTakeFirst()
      return updated
    })
    if (numUpdatedRows === 0n) throw new Failure('forbidden', 'by a key replaced already')
    return answer(thumbprint, valid_until)
  },
})

function answer(thumbprint: string, old_key_valid_until: string) {
  return { status: 200, body: { thumbprint, old_key_valid_until: new Date(old_key_valid_until).toISOString() } }
}
