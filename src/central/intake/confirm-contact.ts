import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import type { Central, Trx } from '../context.ts'
import { currentPolicy } from '../stations/config.ts'
import { lockApplication, saidIn } from './application-store.ts'
import { refusalOf } from './advance.ts'
import { isStage, stageOf, type ApplicationState } from './state.ts'

export const Contact = z.enum(['email', 'phone'])
export type Contact = z.infer<typeof Contact>

const dayMs = 24 * 3_600_000

/**
 * Notes that a citizen has shown a code sent to the e-mail or the phone they gave (R11): by the system that sent it. The e-mail
 * first, within the policy's days; then the application has its time. Again changes nothing.
 * Codes: application_unknown, contact_missing (nothing to confirm), application_email_unconfirmed (the phone before the
 * e-mail), and the state's own.
 */
export async function confirmContact(
  central: Pick<Central, 'db' | 'now' | 'keys'>,
  applicationId: string,
  contact: Contact,
): Promise<ApplicationState> {
  return central.db.transaction().execute(async (trx) => {
    const row = await lockApplication(trx, applicationId)
    const at = central.now()
    if (row.state === 'AWAITING_PROOFING') return row.state
    if (!isStage(row.state)) throw new Failure(refusalOf(row.state))
    if (row.expires_at <= at) throw new Failure('application_expired')
    const said = saidIn(central, row) ?? {}
    if (said[contact] === undefined) throw new Failure('contact_missing')
    if (contact === 'phone' && row.email_confirmed_at === null) throw new Failure('application_email_unconfirmed')
    const email_confirmed_at = contact === 'email' ? (row.email_confirmed_at ?? at) : row.email_confirmed_at
    const phone_confirmed_at = contact === 'phone' ? (row.phone_confirmed_at ?? at) : row.phone_confirmed_at
    const state = stageOf({
      emailGiven: true,
      emailConfirmed: email_confirmed_at !== null,
      phoneConfirmed: phone_confirmed_at !== null,
      declared: row.declared_at !== null,
      channelChosen: row.channel !== null,
    })
    const isFirst = contact === 'email' && row.email_confirmed_at === null
    const expires_at = isFirst ? await fullLife(trx, row.created_at) : row.expires_at
    await trx
      .updateTable('application')
      .set({ state, email_confirmed_at, phone_confirmed_at, expires_at })
      .where('application_id', '=', applicationId)
      .execute()
    return state
  })
}

async function fullLife(trx: Trx, createdAt: Date): Promise<Date> {
  const { applicationDays } = await currentPolicy(trx)
  return new Date(createdAt.getTime() + applicationDays * dayMs)
}
