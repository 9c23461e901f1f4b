import type { AccountState } from '../../contract/identity/device.ts'
import type { Trx } from '../database/tables.ts'
import { endAtProvider } from '../provider/own-sessions.ts'

/** A lock passes, and what was begun before it goes on after; every other way out of use ends it. */
const goOn: readonly AccountState[] = ['ACTIVE', 'LOCKED']

/**
 * Ends, with a move, what was begun before it in whichever browsers: logged in at services, remembered as the holder's own, or in the middle of an
 * activation. Who comes back to the identity begins anew, and nobody is there already. After services are told, who are found by their sessions.
 */
export async function endBegun(trx: Trx, accountId: string, to: AccountState): Promise<void> {
  if (goOn.includes(to)) return
  await endAtProvider(trx, accountId)
  await trx
    .deleteFrom('identity.session')
    .where('kind', 'in', ['browser', 'activation'])
    .where('subject_id', '=', accountId)
    .execute()
}
