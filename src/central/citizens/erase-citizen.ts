import { Failure } from '../../contract/failure.ts'
import type { Central } from '../context.ts'
import { recallApplication } from '../intake/close-application.ts'
import { isClosed } from '../intake/state.ts'
import { eraseApplication, whatWaits, type Waiting } from '../retention/erase.ts'
import { requireByReference } from './access.ts'

type Core = Pick<Central, 'db' | 'keys' | 'now'>

/**
 * Erases a citizen's application on somebody's word, before its time: what is open is cancelled first, stations are told. Not while a packet
 * of it is undecided or a contest open: somebody must answer first. Codes: forbidden, and those of requireByReference.
 */
export async function eraseCitizen(central: Core, reference: string): Promise<void> {
  const applicationId = await requireByReference(central, reference)
  const refuse = refuseWith('forbidden')
  refuse(await whatWaits(central.db, applicationId))
  await closeOpen(central, applicationId)
  refuse(await eraseApplication(central, applicationId, central.now()))
}

/** Until when what a decision rests on is kept though its citizen wants it gone; null: it can go at once. */
export async function keptUntil({ db, now }: Core, applicationId: string): Promise<Date | null> {
  const { state, appeal_until, erased_at } = await standingOf({ db }, applicationId)
  const isKept = (isClosed(state) || state === 'SUSPENDED') && erased_at === null && appeal_until !== null
  return isKept && appeal_until > now() ? appeal_until : null
}

/**
 * The same at the citizen's own wish, who may be the one that a decision protects others from: an application that is decided is kept until
 * its appeal time is over, for claims about it (article 17 §3 e GDPR), and erased then like any other (retention/erase.ts); one that is open is
 * cancelled and erased at once. Code: erasure_waits (a packet is undecided, or a contest open).
 */
export async function eraseAtWish(central: Core, applicationId: string): Promise<void> {
  await requireNothingWaits(central, applicationId)
  if ((await keptUntil(central, applicationId)) !== null) return
  await closeOpen(central, applicationId)
  refuseWith('erasure_waits')(await eraseApplication(central, applicationId, central.now()))
}

/** Code: erasure_waits. */
export async function requireNothingWaits({ db }: Core, applicationId: string): Promise<void> {
  refuseWith('erasure_waits')(await whatWaits(db, applicationId))
}

const refuseWith =
  (code: 'forbidden' | 'erasure_waits') =>
  (waiting: Waiting | null): void => {
    if (waiting !== null) throw new Failure(code, waiting)
  }

async function closeOpen(core: Core, applicationId: string): Promise<void> {
  const { state } = await standingOf(core, applicationId)
  if (!isClosed(state)) await recallApplication(core, applicationId)
}

function standingOf({ db }: Pick<Core, 'db'>, applicationId: string) {
  return db
    .selectFrom('application')
    .select(['state', 'appeal_until', 'erased_at'])
    .where('application_id', '=', applicationId)
    .executeTakeFirstOrThrow()
}
