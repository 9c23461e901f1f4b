import { Failure } from '../../contract/failure.ts'
import type { Central } from '../context.ts'
import { recallApplication } from '../intake/close-application.ts'
import { isClosed } from '../intake/state.ts'
import { eraseApplication } from '../retention/erase.ts'
import { requireByReference } from './access.ts'

type Core = Pick<Central, 'db' | 'keys' | 'now'>

const undecided = ['RECEIVED', 'VERIFYING', 'MANUAL_REVIEW', 'QUARANTINED'] as const

/**
 * Erases a citizen's application on somebody's word, before its time: what is open is cancelled first, stations are told. Not while a packet
 * of it is undecided or a contest open: somebody must answer first. Codes: forbidden, and those of requireByReference.
 */
export async function eraseCitizen(central: Core, reference: string): Promise<void> {
  const applicationId = await requireByReference(central, reference)
  const waiting = await whatWaits(central, applicationId)
  if (waiting !== null) throw new Failure('forbidden', waiting)
  await closeOpen(central, applicationId)
  await eraseApplication(central, applicationId, central.now())
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
  await eraseApplication(central, applicationId, central.now())
}

/** Code: erasure_waits. */
export async function requireNothingWaits(core: Core, applicationId: string): Promise<void> {
  const waiting = await whatWaits(core, applicationId)
  if (waiting !== null) throw new Failure('erasure_waits', waiting)
}

async function whatWaits({ db }: Core, applicationId: string): Promise<string | null> {
  const packet = await db
    .selectFrom('packet')
    .select('packet_id')
    .where('application_id', '=', applicationId)
    .where('state', 'in', undecided)
    .executeTakeFirst()
  if (packet !== undefined) return 'a packet of it is undecided'
  const contest = await db
    .selectFrom('contest')
    .select('contest_id')
    .where('application_id', '=', applicationId)
    .where('answered_at', 'is', null)
    .executeTakeFirst()
  return contest === undefined ? null : 'a contest of it is open'
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
