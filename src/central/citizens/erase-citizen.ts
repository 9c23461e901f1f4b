import { Failure } from '../../contract/failure.ts'
import type { Central } from '../context.ts'
import { recallApplication } from '../intake/close-application.ts'
import { isClosed } from '../intake/state.ts'
import { eraseApplication } from '../retention/erase.ts'
import { requireByReference } from './access.ts'

const undecided = ['RECEIVED', 'VERIFYING', 'MANUAL_REVIEW', 'QUARANTINED'] as const

/**
 * Erases a citizen's application at their wish, before its time: what is open is cancelled first, stations are told. Not while a packet
 * of it is undecided or a contest open: somebody must answer first. Codes: forbidden, and those of requireByReference.
 */
export async function eraseCitizen(central: Pick<Central, 'db' | 'keys' | 'now'>, reference: string): Promise<void> {
  const { db, now } = central
  const applicationId = await requireByReference(central, reference)
  const waiting = await db
    .selectFrom('packet')
    .select('packet_id')
    .where('application_id', '=', applicationId)
    .where('state', 'in', undecided)
    .executeTakeFirst()
  if (waiting !== undefined) throw new Failure('forbidden', 'a packet of it is undecided')
  const contested = await db
    .selectFrom('contest')
    .select('contest_id')
    .where('application_id', '=', applicationId)
    .where('answered_at', 'is', null)
    .executeTakeFirst()
  if (contested !== undefined) throw new Failure('forbidden', 'a contest of it is open')
  const { state } = await db
    .selectFrom('application')
    .select('state')
    .where('application_id', '=', applicationId)
    .executeTakeFirstOrThrow()
  if (!isClosed(state)) await recallApplication(central, applicationId)
  await eraseApplication(central, applicationId, now())
}
