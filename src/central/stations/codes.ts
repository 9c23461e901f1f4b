import { Failure } from '../../contract/failure.ts'
import type { Central } from '../context.ts'
import { hashCode, makeCode } from '../people/one-time-code.ts'
import { personOnDay } from '../people/person.ts'
import { dayOf } from '../people/day.ts'

const hour = 3_600_000

export const codeHash = (code: string): string => hashCode('station', code)

export type NewStation = { branchName: string; managerId: string | null }

/**
 * Issues a one-time registration code (`XXXX-XXXX-XXXX`, 60 bits) for a branch. The person named is the first manager of the
 * station that uses it. Codes: not_found, operator_revoked, forbidden (no manager).
 */
export async function issueStationCode(
  { db, now }: Pick<Central, 'db' | 'now'>,
  { branchName, managerId }: NewStation,
  validHours = 72,
): Promise<string> {
  const at = now()
  if (managerId !== null) {
    const person = await personOnDay(db, managerId, dayOf(at))
    if (person === null) throw new Failure('not_found', 'person')
    if (person.revokedAt !== null) throw new Failure('operator_revoked')
    if (person.role !== 'manager') throw new Failure('forbidden', 'not a manager')
  }
  const code = makeCode()
  await db
    .insertInto('station_code')
    .values({
      code_hash: codeHash(code),
      branch_name: branchName,
      manager_id: managerId,
      issued_at: at,
      expires_at: new Date(at.getTime() + validHours * hour),
    })
    .execute()
  return code
}
