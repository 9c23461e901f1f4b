import { Failure } from '../../contract/failure.ts'
import type { AccountState } from '../../contract/identity/device.ts'
import type { RecallKind } from '../../central/database/tables.ts'
import { reasonOfRecall } from '../../central/recall/recall.ts'
import { textsIn, type Gaps } from '../../texts/texts-in.ts'
import { findApplication } from '../../central/intake/application-store.ts'
import type { ApplicationState } from '../../central/intake/state.ts'
import type { Identity } from '../context.ts'
import type { Trx } from '../database/tables.ts'
import { tellOfMove } from '../notices/queue-notices.ts'
import { findAccount, openHolder, writeAccount, type Approved } from './account.ts'
import { moveAccount } from './account-moves.ts'
import { readApplicant } from './applicant.ts'
import { sendActivationLink } from './activation-link.ts'
import { createdBy } from './applicant.ts'
import { endBegun } from './end-begun.ts'
import { accountCauses, causeOfDecision } from './states.ts'
import { messageHolder, writeToHolder, type Told } from './tell-holder.ts'

const batch = 50

/**
 * Takes over what central decided: an approval makes an account, what central takes back or trusts again moves it. Central's rows are
 * its outbox: whatever is missed is found at the next look, and done twice it changes nothing. Returns how many it took.
 */
export async function takeDecisions(identity: Identity): Promise<number> {
  let taken = 0
  for (const { application_id } of await newlyApproved(identity)) taken += await takeApproval(identity, application_id)
  for (const one of await changedSince(identity)) taken += await takeChange(identity, one)
  return taken
}

function newlyApproved({ db }: Identity) {
  return db
    .selectFrom('application')
    .innerJoin('identity.applicant', 'identity.applicant.application_id', 'application.application_id')
    .select('application.application_id')
    .where('application.created_by', '=', createdBy)
    .where('application.state', '=', 'APPROVED')
    .where('identity.applicant.taken_at', 'is', null)
    .limit(batch)
    .execute()
}

async function takeApproval(identity: Identity, applicationId: string): Promise<number> {
  const { draft } = await readApplicant(identity, applicationId)
  const application = await findApplication(identity.central, applicationId)
  const declared = application?.declared ?? null
  if (declared === null) return 0
  try {
    const approved = { applicationId, declared, documentExpiresOn: draft.document_expires_on, language: draft.language }
    const taken = await identity.db
      .transaction()
      .execute(async (trx) =>
        (await markTaken(trx, applicationId, identity.now())) ? takeUp(trx, identity, approved) : null,
      )
    if (taken === null) return 0
    if (taken.told !== null) await messageHolder(identity, taken.told)
    return 1
  } catch (error) {
    // One that cannot be taken over must not keep the others from it; only its identifier is logged.
    const cause = error instanceof Failure ? error.code : (error as Error).name
    identity.log.error({ application: applicationId, cause }, 'approval not taken over')
    return 0
  }
}

/** The account, and the way to its activation; services hear of one that was there before, whose sessions end. */
async function takeUp(trx: Trx, identity: Identity, approved: Approved): Promise<{ told: Told | null }> {
  const { accountId, isAnew } = await writeAccount(trx, identity, approved)
  const account = (await findAccount({ db: trx }, accountId))!
  const { state, told_disabled: isToldDisabled } = account
  await tellOfMove(identity, trx, { accountId, to: state, isToldDisabled })
  // Of one that is new nothing was begun, and nobody is told.
  const told = isAnew ? { account, kind: accountCauses.verified.letter } : null
  if (told !== null) {
    await endBegun(trx, accountId, state)
    await writeToHolder(identity, told, trx)
  }
  await linkWith(trx, identity, accountId)
  return { told }
}

/** Written with what calls for it, or a crash in between would leave somebody without; who has had too many keeps the last. */
async function linkWith(trx: Trx, identity: Identity, accountId: string): Promise<void> {
  await sendActivationLink(identity, accountId, trx).catch((error: unknown) => {
    if (!(error instanceof Failure && error.code === 'code_limit')) throw error
  })
}

/** Once: a later look, or another instance, finds it taken. */
async function markTaken(trx: Trx, applicationId: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('identity.applicant')
    .set({ taken_at: at })
    .where('application_id', '=', applicationId)
    .where('taken_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

type Changed = {
  account_id: string
  application_id: string
  application_state: ApplicationState
  state: ApplicationState
  account_state: AccountState
  state_reason: string | null
  activated_at: Date | null
  suspended_for: RecallKind | null
}

function changedSince({ db }: Identity): Promise<Changed[]> {
  return db
    .selectFrom('identity.account')
    .innerJoin('application', 'application.application_id', 'identity.account.application_id')
    .select([
      'identity.account.account_id',
      'identity.account.application_id',
      'identity.account.application_state',
      'identity.account.activated_at',
      'identity.account.state as account_state',
      'identity.account.state_reason',
      'application.state',
      'application.suspended_for',
    ])
    .whereRef('application.state', '<>', 'identity.account.application_state')
    .limit(batch)
    .execute()
}

async function takeChange(identity: Identity, changed: Changed): Promise<number> {
  const { account_id: accountId, state: decision, activated_at } = changed
  const wasActivated = activated_at !== null
  const cause = causeOfDecision(decision, { state: changed.account_state, reason: changed.state_reason, wasActivated })
  if (cause === null) return noteDecision(identity.db, changed)
  const note = async (trx: Trx) => {
    if ((await noteDecision(trx, changed)) === 0) throw new TakenElsewhere()
    const moved = await findAccount({ db: trx }, accountId)
    if (moved?.state === 'ACTIVATION_PENDING') await linkWith(trx, identity, accountId)
  }
  const gaps = cause === 'distrusted' ? await whyDistrusted(identity, changed) : {}
  const moved = await moveAccount(identity, { accountId, cause, gaps }, note).catch((error: unknown) => {
    if (error instanceof TakenElsewhere) return null
    throw error
  })
  return moved === null ? 0 : 1
}

/** Why a recall suspended it and what helps, in the holder's language. */
async function whyDistrusted(identity: Identity, { account_id, suspended_for }: Changed): Promise<Gaps> {
  const account = await findAccount(identity, account_id)
  const say = textsIn(account === null ? 'fr' : openHolder(identity, account).language)
  const code = reasonOfRecall(suspended_for)
  return { why: say(`reasons:${code}.title`), next: say(`reasons:${code}.next`) }
}

/** Another instance has taken the same change over. */
class TakenElsewhere extends Error {}

async function noteDecision(db: Identity['db'] | Trx, changed: Changed): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('identity.account')
    .set({ application_state: changed.state })
    .where('account_id', '=', changed.account_id)
    .where('application_id', '=', changed.application_id)
    .where('application_state', '=', changed.application_state)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
