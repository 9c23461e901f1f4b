import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { ConcludeWitnessAnswer, ConcludeWitnessRequest } from '../../contract/witness.ts'
import { concludeWitness } from '../../emrtd/witness.ts'
import type { Central, Trx } from '../context.ts'
import { defineRoute } from '../http/route.ts'
import { restorePending, StoredPending } from './stored-witness.ts'

const Params = z.object({ witness_id: z.uuid() })
type Params = z.infer<typeof Params>
type ConcludeWitnessRequest = z.infer<typeof ConcludeWitnessRequest>

/** A chip answers in seconds. */
const lifeMs = 120_000
const encode = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

/** POST /v1/witness/{id}: the chip's answers; the session's keys where they prove it, once. */
export const concludeWitnessRoute = defineRoute<'station', Params, null, ConcludeWitnessRequest>('station', {
  method: 'POST',
  path: '/v1/witness/:witness_id',
  summary: 'Judge what the chip answered to central',
  once: true,
  params: Params,
  body: ConcludeWitnessRequest,
  answers: { 200: { description: 'The session to go on with, or nothing', schema: ConcludeWitnessAnswer } },
  failures: ['not_found'],
  async handle({ caller: station, params, body }, { db, now }) {
    const responses = body.responses.map((text) => new Uint8Array(Buffer.from(text, 'base64url')))
    const at = now()
    return db.transaction().execute(async (trx) => {
      const pending = await takePending(trx, params.witness_id, station.station_id, at)
      const { check, session } = concludeWitness(pending, responses)
      const outcome = check.verdict === 'passed' ? ('passed' as const) : ('failed' as const)
      await trx
        .updateTable('chip_witness')
        .set({ outcome, pending: null })
        .where('witness_id', '=', params.witness_id)
        .execute()
      if (session === null) return { status: 200, body: { session: null } }
      const { cipher, ksEnc, ksMac, counter } = session
      const handed = { cipher, ks_enc: encode(ksEnc), ks_mac: encode(ksMac), counter: counter.toString() }
      return { status: 200, body: { session: handed } }
    })
  },
})

/** Takes what was begun for this station, once and in time; a record that is too old is deleted. Code: not_found. */
async function takePending(trx: Trx, witnessId: string, stationId: string, at: Date) {
  const row = await trx
    .selectFrom('chip_witness')
    .select(['pending', 'begun_at'])
    .where('witness_id', '=', witnessId)
    .where('station_id', '=', stationId)
    .forUpdate()
    .executeTakeFirst()
  const stored = StoredPending.safeParse(row?.pending).data
  if (row === undefined || stored === undefined || at.getTime() - row.begun_at.getTime() > lifeMs)
    throw new Failure('not_found', 'witness')
  return restorePending(stored)
}

/** Keys of sessions that nobody concluded do not stay. */
export async function forgetPending({ db, now }: Pick<Central, 'db' | 'now'>): Promise<void> {
  await db
    .updateTable('chip_witness')
    .set({ pending: null })
    .where('pending', 'is not', null)
    .where('begun_at', '<', new Date(now().getTime() - lifeMs))
    .execute()
}
