import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { PersonId } from '../../contract/operator.ts'
import { EnrolKeyAnswer, EnrolKeyRequest, EnrolProof } from '../../contract/protocol/people.ts'
import { transact } from '../database/transact.ts'
import { defineRoute } from '../http/route.ts'
import { isSignedEs256, parseJson, parseJws } from '../../jose/jws.ts'
import { isUsableKey, publicKeyObject, thumbprintOf } from '../../jose/public-key.ts'
import { requeueFor } from './change-people.ts'
import { claimKey, endKeys } from './keys.ts'
import { requireAtStation } from './person.ts'
import { usePersonCode } from './person-codes.ts'
import { signRoster } from './roster.ts'

const Params = z.object({ person_id: PersonId })
type Params = z.infer<typeof Params>
type EnrolKeyRequest = z.infer<typeof EnrolKeyRequest>

/**
 * POST /v1/people/{person_id}/keys: by the code that central gave to the person, a key of theirs at the calling station; what they
 * had there before ends. Repeatable with the same key.
 */
export const enrolKeyRoute = defineRoute<'station', Params, null, EnrolKeyRequest>('station', {
  method: 'POST',
  path: '/v1/people/:person_id/keys',
  summary: 'A person’s new key at this station, by the code central gave to them',
  once: true,
  params: Params,
  body: EnrolKeyRequest,
  answers: { 200: { description: 'Taken; the roster that names it', schema: EnrolKeyAnswer } },
  failures: [
    'operator_code_invalid',
    'operator_not_on_roster',
    'operator_revoked',
    'operator_key_in_use',
    'proof_invalid',
  ],
  async handle({ caller: station, params, body }, central) {
    checkProof(body, params.person_id, station.station_id)
    const use = { personId: params.person_id, stationId: station.station_id, thumbprint: thumbprintOf(body.key) }
    const at = central.now()
    await transact(central.db, async (trx) => {
      await requireAtStation(trx, use.stationId, use.personId, at)
      const codeSetBy = await usePersonCode(trx, { ...use, code: body.code, at })
      await claimKey(trx, { ...use, since: at, codeSetBy })
      await endKeys(trx, { ...use, but: use.thumbprint, at })
    })
    await requeueFor(central, use.personId)
    return { status: 200, body: { roster: await signRoster(central, station) } }
  },
})

/** The station holds the private key now, and means this person here. Codes: request_invalid, proof_invalid. */
function checkProof({ key, proof }: EnrolKeyRequest, person_id: string, station_id: string): void {
  if (!isUsableKey(key)) throw new Failure('request_invalid', 'key')
  const jws = parseJws(proof)
  const said = EnrolProof.safeParse(jws && parseJson(jws.payload)).data
  const isOurs = said?.person_id === person_id && said.station_id === station_id
  const isProved = jws?.header['typ'] === 'guichet-enrol+jwt' && isOurs && isSignedEs256(jws, publicKeyObject(key))
  if (!isProved) throw new Failure('proof_invalid', 'the new key did not sign the proof')
}
