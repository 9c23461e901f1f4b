import { Failure } from '../../contract/failure.ts'
import { findApplication } from '../../central/intake/application-store.ts'
import type { ApplicationState } from '../../central/intake/state.ts'
import type { Identity } from '../context.ts'
import { advanceAccount, writeAccount } from './account.ts'
import { readApplicant } from './applicant.ts'
import { sendActivationLink } from './activation-link.ts'
import { createdBy } from './applicant.ts'
import { eventOfDecision } from './states.ts'

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
    .leftJoin('identity.account', 'identity.account.application_id', 'application.application_id')
    .select('application.application_id')
    .where('application.created_by', '=', createdBy)
    .where('application.state', '=', 'APPROVED')
    .where('identity.account.account_id', 'is', null)
    .limit(batch)
    .execute()
}

async function takeApproval(identity: Identity, applicationId: string): Promise<number> {
  const { draft } = await readApplicant(identity, applicationId)
  const application = await findApplication(identity.central, applicationId)
  const declared = application?.declared ?? null
  if (declared === null) return 0
  try {
    const accountId = await identity.db.transaction().execute((trx) =>
      writeAccount(trx, identity, {
        applicationId,
        declared,
        documentExpiresOn: draft.document_expires_on,
        language: draft.language,
      }),
    )
    await sendActivationLink(identity, accountId)
    return 1
  } catch (error) {
    // One that cannot be taken over must not keep the others from it; only its identifier is logged.
    const cause = error instanceof Failure ? error.code : (error as Error).name
    identity.log.error({ application: applicationId, cause }, 'approval not taken over')
    return 0
  }
}

type Changed = {
  account_id: string
  application_id: string
  application_state: ApplicationState
  state: ApplicationState
  account_state: Parameters<typeof eventOfDecision>[1]['state']
  activated_at: Date | null
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
      'application.state',
    ])
    .whereRef('application.state', '<>', 'identity.account.application_state')
    .limit(batch)
    .execute()
}

async function takeChange(identity: Identity, changed: Changed): Promise<number> {
  const { account_id: accountId, application_state: before, state: decision } = changed
  const event = eventOfDecision(decision, {
    state: changed.account_state,
    wasActivated: changed.activated_at !== null,
  })
  return identity.db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('identity.account')
      .set({ application_state: decision })
      .where('account_id', '=', accountId)
      .where('application_id', '=', changed.application_id)
      .where('application_state', '=', before)
      .executeTakeFirst()
    if (numUpdatedRows === 0n || event === null) return 0
    await advanceAccount(trx, { accountId, event, reason: 'decision', at: identity.now() })
    return 1
  })
}
