import { randomUUID } from 'node:crypto'
import type { Trx as CentralTrx } from '../../central/context.ts'
import type { Trx } from '../database/tables.ts'
import { endAtProvider } from '../provider/own-sessions.ts'
import { subjectHash } from '../provider/subjects.ts'

/** Whose rows go. */
export type Erased = {
  accountId: string
  deviceIds: string[]
  applicationIds: string[]
  /** Of every address at which they were reached. */
  emailDigests: string[]
  /** Those addresses, and their numbers. */
  recipients: string[]
}

type Erasure = { what: string; erase(trx: Trx, erased: Erased): Promise<unknown> }

const ofAccount = [
  'identity.account',
  'identity.account_application',
  'identity.activation',
  'identity.device',
  'identity.device_offer',
  'identity.objection',
  'identity.login_history',
  'identity.disclosure',
] as const

/** What goes with an identity. Whatever else holds something of a holder gets a row here; a byte search of the database tells (rights.test.ts). */
export const accountErasures: readonly Erasure[] = [
  {
    what: 'what sectors know them by; a digest stays, so that nobody is given it again',
    async erase(trx, { accountId }) {
      const gone = await trx
        .deleteFrom('identity.subject')
        .where('account_id', '=', accountId)
        .returning('sub')
        .execute()
      if (gone.length === 0) return
      await trx
        .insertInto('identity.spent_subject')
        .values(gone.map(({ sub }) => ({ sub_hash: subjectHash(sub) })))
        .execute()
    },
  },
  {
    what: 'codes of parcels: until they run out they stand on the list of those that count no more, as nobody’s',
    erase: (trx, { accountId }) =>
      trx
        .updateTable('identity.parcel_credential')
        .set({ account_id: randomUUID(), device_id: randomUUID() })
        .where('account_id', '=', accountId)
        .execute(),
  },
  {
    what: 'sessions, codes, tokens and logins under way',
    erase: (trx, { accountId }) => endAtProvider(trx, accountId),
  },
  {
    what: 'requests to log in, by them or in their name',
    erase: (trx, { accountId, emailDigests }) =>
      trx
        .deleteFrom('identity.login_request')
        .where((eb) => eb.or([eb('account_id', '=', accountId), eb('name_digest', 'in', emailDigests)]))
        .execute(),
  },
  {
    what: 'browsers that remember them, devices that are open, applications that are',
    erase: (trx, { accountId, deviceIds, applicationIds }) =>
      trx
        .deleteFrom('identity.session')
        .where('subject_id', 'in', [accountId, ...deviceIds, ...applicationIds])
        .execute(),
  },
  {
    what: 'where their devices are told',
    erase: (trx, { accountId, deviceIds }) =>
      trx
        .deleteFrom('identity.push_subscription')
        .where('device_id', 'in', [accountId, ...deviceIds])
        .execute(),
  },
  {
    what: 'challenges of their devices',
    erase: (trx, { accountId, deviceIds }) =>
      trx
        .deleteFrom('identity.challenge')
        .where('subject', 'in', [accountId, ...deviceIds])
        .execute(),
  },
  {
    what: 'codes that were sent',
    erase: (trx, { accountId, applicationIds, emailDigests }) =>
      trx
        .deleteFrom('identity.code')
        .where((eb) =>
          eb.or([
            eb('subject', 'in', [accountId, ...applicationIds, ...emailDigests]),
            eb('subject', 'like', `${accountId} %`),
          ]),
        )
        .execute(),
  },
  {
    what: 'what the web application knows of their applications',
    erase: (trx, { applicationIds }) =>
      trx.deleteFrom('identity.applicant').where('application_id', 'in', applicationIds).execute(),
  },
  {
    what: 'whose a place of the postman’s round was',
    erase: (trx, { applicationIds }) =>
      trx
        .updateTable('identity.visit_slot')
        .set({ application_id: null })
        .where('application_id', 'in', applicationIds)
        .execute(),
  },
  {
    what: 'letters to them, sent or due',
    // Central's tables are among those of the transaction.
    erase: (trx, { accountId }) =>
      (trx as unknown as CentralTrx).deleteFrom('mail').where('application_id', '=', accountId).execute(),
  },
  {
    what: 'messages of training',
    erase: (trx, { recipients }) =>
      trx.deleteFrom('identity.training_message').where('recipient', 'in', recipients).execute(),
  },
  {
    what: 'the identity itself: attributes, contacts, secret code, devices, logins, services',
    async erase(trx, { accountId }) {
      for (const table of ofAccount) await trx.deleteFrom(table).where('account_id', '=', accountId).execute()
    },
  },
]
