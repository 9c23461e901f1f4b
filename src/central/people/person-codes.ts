import { Failure } from '../../contract/failure.ts'
import type { Central, Trx } from '../context.ts'
import { transact } from '../database/transact.ts'
import { hashCode, makeCode } from './one-time-code.ts'
import { requirePerson } from './person.ts'

const hour = 3_600_000
const validHours = 14 * 24

/**
 * A one-time code with which a person makes a key of their own at a station: at the first time, after a forgotten PIN, at another
 * kiosk. It goes to the person (by hand, sealed letter or their own telephone), never through a manager. Codes given before
 * end. Codes: not_found, operator_revoked.
 */
export async function issuePersonCode(
  { db, now }: Pick<Central, 'db' | 'now'>,
  personId: string,
  by: string,
): Promise<string> {
  const at = now()
  const code = makeCode()
  await transact(db, async (trx) => {
    const { revoked_at } = await requirePerson(trx, personId)
    if (revoked_at !== null) throw new Failure('operator_revoked')
    await trx
      .updateTable('person_code')
      .set({ expires_at: at })
      .where('person_id', '=', personId)
      .where('used_at', 'is', null)
      .where('expires_at', '>', at)
      .execute()
    const expires_at = new Date(at.getTime() + validHours * hour)
    await trx
      .insertInto('person_code')
      .values({ code_hash: hashCode('person', code), person_id: personId, issued_at: at, issued_by: by, expires_at })
      .execute()
  })
  return code
}

type Use = { code: string; personId: string; thumbprint: string; at: Date }

/** Uses a code up for one key; sent again for the same key it counts again. Who gave it. Code: operator_code_invalid. */
export async function usePersonCode(trx: Trx, { code, personId, thumbprint, at }: Use): Promise<string> {
  const code_hash = hashCode('person', code)
  const used = await trx
    .updateTable('person_code')
    .set({ used_at: at, used_thumbprint: thumbprint })
    .where('code_hash', '=', code_hash)
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .returning('issued_by')
    .executeTakeFirst()
  if (used !== undefined) return used.issued_by
  const again = await trx
    .selectFrom('person_code')
    .select('issued_by')
    .where('code_hash', '=', code_hash)
    .where('person_id', '=', personId)
    .where('used_thumbprint', '=', thumbprint)
    .executeTakeFirst()
  if (again === undefined) throw new Failure('operator_code_invalid')
  return again.issued_by
}
