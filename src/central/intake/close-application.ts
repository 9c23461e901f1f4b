import { Failure } from '../../contract/failure.ts'
import type { Central } from '../context.ts'
import { transact } from '../database/transact.ts'
import { holdersOf } from '../applications/holders.ts'
import { currentPolicy } from '../stations/config.ts'
import { appendEvent } from '../events/append-event.ts'
import { advance, advanceIfPossible } from './advance.ts'

type Core = Pick<Central, 'db' | 'now'>

/** The citizen's own end of an application that nobody has decided (R22: cancel, then start over). Codes: as `advance`. */
export async function cancelApplication({ db, now }: Core, applicationId: string): Promise<void> {
  await transact(db, (trx) => advance(trx, { applicationId, event: 'cancelled', at: now() }))
  await tellHolders({ db, now }, applicationId)
}

/**
 * Cancels an application whatever it was, and tells the stations that may have it open (applications/holders.ts). The state
 * is written before the holders are read, not with it: a station that looks the application up meanwhile is told, or finds it cancelled.
 * After a failure in the middle the same call completes it. Code: not_found.
 */
export async function recallApplication({ db, now }: Core, applicationId: string): Promise<void> {
  await transact(db, (trx) => advance(trx, { applicationId, event: 'recalled', at: now() })).catch((error: unknown) => {
    throw error instanceof Failure && error.code === 'application_unknown'
      ? new Failure('not_found', 'application')
      : error
  })
  await tellHolders({ db, now }, applicationId)
}

/** Tells the stations that may have the application open, so that their drafts are discarded, not sealed. */
export async function tellHolders({ db, now }: Core, applicationId: string): Promise<void> {
  const at = now()
  await transact(db, async (trx) => {
    const { reference } = await trx
      .selectFrom('application')
      .select('reference')
      .where('application_id', '=', applicationId)
      .executeTakeFirstOrThrow()
    for (const stationId of await holdersOf(trx, applicationId, at)) {
      await appendEvent(trx, stationId, { type: 'application_recalled', application_id: applicationId, reference }, at)
    }
  })
}

const batch = 200
const dayMs = 24 * 3_600_000
const beforeVisit = ['DRAFT', 'EMAIL_PENDING', 'PHONE_PENDING', 'DECLARED'] as const

/** Closes applications whose time is over (R11: an e-mail unconfirmed for the policy's days, too). Returns how many. */
export async function expireApplications({ db, now }: Core): Promise<number> {
  const at = now()
  const { maxDaysWithoutContact } = await currentPolicy(db)
  // A visit of its last day may still be on its way from a tablet without network.
  const graceEnds = new Date(at.getTime() - maxDaysWithoutContact * dayMs)
  const over = await db
    .selectFrom('application')
    .select('application_id')
    .where('specimen_status', 'is', null)
    .where((eb) =>
      eb.or([
        eb.and([eb('state', 'in', beforeVisit), eb('expires_at', '<=', at)]),
        eb.and([eb('state', '=', 'AWAITING_PROOFING'), eb('expires_at', '<=', graceEnds)]),
      ]),
    )
    .limit(batch)
    .execute()
  let expired = 0
  for (const { application_id: applicationId } of over) {
    expired += await transact(db, async (trx) => {
      const row = await trx
        .selectFrom('application')
        .select(['email_confirmed_at', 'expires_at'])
        .where('application_id', '=', applicationId)
        .forUpdate()
        .executeTakeFirst()
      if (row === undefined || row.expires_at > at) return 0
      // Whoever never confirmed an address may not be the one it belongs to: nothing is sent there.
      const silent = row.email_confirmed_at === null
      return (await advanceIfPossible(trx, { applicationId, event: 'expired', at, silent })) ? 1 : 0
    })
  }
  return expired
}
