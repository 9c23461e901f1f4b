import { Failure } from '../../contract/failure.ts'
import { composeRegistrationCode, parseRegistrationCode } from '../../contract/registration-code.ts'
import { authorityOf, type Central } from '../context.ts'
import { hashCode, makeCode } from '../people/one-time-code.ts'
import { personAt } from '../people/person.ts'
import { legalTimeZone } from '../../contract/legal-time.ts'
import { requireStation } from './station.ts'

const hour = 3_600_000

/** Digest of the part that can be used once; the rest of a code is for the kiosk alone. */
export const codeHash = (code: string): string => hashCode('station', parseRegistrationCode(code).secret)

/** `again`: for that kiosk alone, which is known; `replaces`: the new kiosk takes over that one's people, and its place. */
export type NewStation = { branchName: string; managerId: string | null; again?: string; replaces?: string }

/**
 * Issues a one-time registration code for a branch: 60 bits, and the beginning of the authority's thumbprint. The person named is the first manager of the
 * station that uses it. Codes: not_found, operator_revoked, forbidden (no manager),
 * unavailable (the authority key is locked).
 */
export async function issueStationCode(
  central: Pick<Central, 'db' | 'now' | 'keys'>,
  { branchName, managerId, again, replaces }: NewStation,
  validHours = 72,
): Promise<string> {
  const { db, now } = central
  const at = now()
  if (managerId !== null) {
    const person = await personAt(db, managerId, { at, timeZone: legalTimeZone })
    if (person === null) throw new Failure('not_found', 'person')
    if (person.revokedAt !== null) throw new Failure('operator_revoked')
    if (person.role !== 'manager') throw new Failure('forbidden', 'not a manager')
  }
  for (const known of [again, replaces]) if (known !== undefined) await requireStation(db, known)
  const code = makeCode()
  await db
    .insertInto('station_code')
    .values({
      code_hash: codeHash(code),
      branch_name: branchName,
      manager_id: managerId,
      station_id: again ?? null,
      replaces: replaces ?? null,
      issued_at: at,
      expires_at: new Date(at.getTime() + validHours * hour),
    })
    .execute()
  return composeRegistrationCode(code, authorityOf(central).kid)
}
