import { Failure } from '../../contract/failure.ts'
import type { Role } from '../../contract/operator.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import type { Central } from '../context.ts'
import { transact } from '../database/transact.ts'
import { addMonths } from '../../enrolment/dates.ts'
import { thumbprintOf } from '../../jose/public-key.ts'
import { currentPolicy } from '../stations/config.ts'
import { setTerm } from './change-people.ts'
import { claimKey } from './keys.ts'

export type Announcement = {
  stationId: string
  personId: string
  display_name: string
  role: Role
  trained_on: string
  key: PublicJwk
  revoked_at: string | null
  code_set_by?: string | null | undefined
}

/** What is told of a trainee counts for all they did before: they may have worked without a network. */
const always = '1970-01-01'
const by = 'training'

/**
 * In training people, their keys and their trainings confirm themselves, as the administrator's page and each decision's notes
 * say. Codes: operator_revoked (the administrator's word stands even here), operator_key_in_use.
 */
export async function announceInTraining(central: Central, given: Announcement): Promise<void> {
  const { stationId, personId, display_name, role, trained_on, revoked_at } = given
  const at = central.now()
  const { trainingValidMonths } = await currentPolicy(central.db)
  const ended_at = revoked_at === null ? null : new Date(revoked_at)
  await transact(central.db, async (trx) => {
    const person = await trx
      .insertInto('person')
      .values({ person_id: personId, display_name, created_at: at, created_by: by, confirmed_at: at, confirmed_by: by })
      .onConflict((clash) => clash.column('person_id').doUpdateSet({ display_name }))
      .returning('revoked_at')
      .executeTakeFirstOrThrow()
    if (person.revoked_at !== null && revoked_at === null) throw new Failure('operator_revoked')
    await setTerm(
      trx,
      { personId, role, trainedUntil: addMonths(trained_on, trainingValidMonths), from: always },
      by,
      at,
    )
    await trx
      .insertInto('assignment')
      .values({ station_id: stationId, person_id: personId, since: at, ended_at })
      .onConflict((clash) => clash.columns(['station_id', 'person_id']).doUpdateSet({ ended_at }))
      .execute()
    const codeSetBy = given.code_set_by ?? null
    await claimKey(trx, { thumbprint: thumbprintOf(given.key), stationId, personId, since: at, codeSetBy })
  })
}

/** In training a packet may come before its author was announced: the first key seen of somebody is taken for theirs. */
export async function announceFirstSeen(
  central: Central,
  stationId: string,
  given: Omit<Announcement, 'stationId' | 'revoked_at' | 'display_name'>,
): Promise<void> {
  const known = await central.db
    .selectFrom('key_owner')
    .select('thumbprint')
    .where('station_id', '=', stationId)
    .where('person_id', '=', given.personId)
    .executeTakeFirst()
  if (known !== undefined) return
  const announcement = { ...given, stationId, display_name: given.personId, revoked_at: null }
  await announceInTraining(central, announcement).catch((error: unknown) => {
    // Then it is not theirs, and the decision says so.
    if (!(error instanceof Failure)) throw error
  })
}
