import { compactVerify } from 'jose'
import type { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { RotateKeyAnswer, RotateKeyRequest } from '../../contract/sync.ts'
import { defineRoute } from '../http/route.ts'
import { importPublicKey, thumbprintOf } from '../keys/public-key.ts'

/** Packets sealed with the old key may be days on their way (72 h), and a weekend more. */
const overlapMs = 7 * 24 * 3_600_000

/** POST /v1/stations/keys: the old key authenticates the request, the new one signs the proof. Sent again: same answer. */
export const rotateKeyRoute = defineRoute<'station', null, null, z.infer<typeof RotateKeyRequest>>('station', {
  method: 'POST',
  path: '/v1/stations/keys',
  summary: "Replace a station's signing key; old and new both count for a week",
  once: true,
  body: RotateKeyRequest,
  answers: { 200: { description: 'Replaced', schema: RotateKeyAnswer } },
  failures: ['proof_invalid'],
  async handle({ caller: station, body }, central) {
    const thumbprint = thumbprintOf(body.public_key)
    const proved = await importPublicKey(body.public_key, 'ES256')
      .then((key) => compactVerify(body.proof, key, { algorithms: ['ES256'] }))
      .catch(() => null)
    if (proved === null) throw new Failure('proof_invalid', 'the new key did not sign the proof')
    const repeated = thumbprint === station.thumbprint && station.old_key_valid_until !== null
    if (repeated) return answer(thumbprint, station.old_key_valid_until!)
    const validUntil = new Date(central.now().getTime() + overlapMs)
    await central.db
      .updateTable('station')
      .set({
        public_key: JSON.stringify(body.public_key),
        thumbprint,
        old_public_key: JSON.stringify(station.public_key),
        old_key_valid_until: validUntil,
      })
      .where('station_id', '=', station.station_id)
      .execute()
    return answer(thumbprint, validUntil)
  },
})

function answer(thumbprint: string, validUntil: Date) {
  return { status: 200, body: { thumbprint, old_key_valid_until: validUntil.toISOString() } }
}
