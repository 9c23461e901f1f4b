import { Failure } from '../../contract/failure.ts'
import type { Trx } from '../context.ts'

export type KeyHolder = {
  thumbprint: string
  stationId: string
  personId: string | null
  since: Date
  /** Who set or gave the code with which its owner came. */
  codeSetBy?: string | null
}

/**
 * Writes down whose a key is; the same owner again changes nothing. A key belongs to one person or one station: whoever else
 * comes with it is refused. Code: operator_key_in_use.
 */
export async function claimKey(trx: Trx, holder: KeyHolder): Promise<void> {
  const { thumbprint, stationId, personId, since, codeSetBy = null } = holder
  await trx
    .insertInto('key_owner')
    .values({ thumbprint, station_id: stationId, person_id: personId, since, code_set_by: codeSetBy })
    .onConflict((clash) => clash.column('thumbprint').doNothing())
    .execute()
  const owner = await trx
    .selectFrom('key_owner')
    .select(['station_id', 'person_id'])
    .where('thumbprint', '=', thumbprint)
    .executeTakeFirstOrThrow()
  if (owner.station_id !== stationId || owner.person_id !== personId) throw new Failure('operator_key_in_use')
}

/** A person's earlier keys at a station count for nothing captured after `at`: a new one takes their place, or none. */
export async function endKeys(
  trx: Trx,
  { personId, stationId, but, at }: { personId: string; stationId: string | null; but: string | null; at: Date },
): Promise<void> {
  await trx
    .updateTable('key_owner')
    .set({ valid_until: at })
    .where('person_id', '=', personId)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>', at)]))
    .$if(stationId !== null, (query) => query.where('station_id', '=', stationId!))
    .$if(but !== null, (query) => query.where('thumbprint', '<>', but!))
    .execute()
}
