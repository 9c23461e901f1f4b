import { daysInFrance } from '../../enrolment/local-day.ts'
import { isDeepStrictEqual } from 'node:util'
import { Application } from '../../contract/application.ts'
import { Failure } from '../../contract/failure.ts'
import type { Central, Trx } from '../context.ts'
import { lockApplication, openRow, toApplication, writeDeclaration } from '../intake/application-store.ts'
import { stateOfStatus } from '../intake/state.ts'
import { plainPhone, validateDeclaration } from '../intake/validate.ts'
import { currentPolicy } from '../stations/config.ts'

export type ApplicationOptions = { emailConfirmed: boolean }
type Core = Pick<Central, 'db' | 'now' | 'keys' | 'addressBook'>

/**
 * Takes over a whole application from another system, as it stands there, its contacts confirmed or not. The same again changes
 * nothing; whatever became of it here stays, and another under its id is refused.
 * Codes: declaration_invalid, application_conflict.
 */
export async function addApplication(
  central: Core,
  application: Application,
  options: ApplicationOptions,
): Promise<void> {
  const given = Application.parse(application)
  const declared = { ...given.declared, phone: plainPhone(given.declared.phone) }
  const around = {
    policy: await currentPolicy(central.db),
    addressBook: central.addressBook,
    today: daysInFrance(central.now()).latest,
  }
  const problems = await validateDeclaration(declared, around)
  if (problems.length > 0) {
    throw new Failure('declaration_invalid', problems.map(({ field, code }) => `${field}: ${code}`).join('; '))
  }
  const whole = { ...given, declared }
  await central.db.transaction().execute(async (trx) => {
    if (await insertApplication(trx, central, whole, options)) return
    const known = openRow(central, await lockApplication(trx, whole.applicationId))
    // Its status may have moved on here: that is not what the other system said.
    const isSame =
      known.declared !== null && isDeepStrictEqual({ ...toApplication(known), status: given.status }, iso(whole))
    if (!isSame) throw new Failure('application_conflict')
  })
}

/** Puts a specimen citizen's application where training expects it, as it was seeded, whatever happened to it. */
export async function seedSpecimen(
  central: Core,
  application: Application,
  options: ApplicationOptions,
): Promise<void> {
  const given = Application.parse(application)
  await central.db.transaction().execute(async (trx) => {
    if (await insertApplication(trx, central, given, options, given.status)) return
    const { applicationId, reference } = given
    await trx
      .updateTable('application')
      .set({ ...rowOf(given, options), specimen_status: given.status, closed_by: null, erased_at: null })
      .where('application_id', '=', applicationId)
      .execute()
    await trx
      .insertInto('application_reference')
      .values({ reference, application_id: applicationId })
      .onConflict((clash) => clash.doNothing())
      .execute()
    await writeDeclaration(trx, central, applicationId, given.declared)
  })
}

async function insertApplication(
  trx: Trx,
  central: Core,
  given: Application,
  options: ApplicationOptions,
  specimen_status: Application['status'] | null = null,
): Promise<boolean> {
  const { applicationId: application_id, reference } = given
  const { numInsertedOrUpdatedRows: added } = await trx
    .insertInto('application')
    .values({ application_id, ...rowOf(given, options), specimen_status })
    .onConflict((clash) => clash.doNothing())
    .executeTakeFirst()
  if (added === 0n) return false
  await trx.insertInto('application_reference').values({ reference, application_id }).execute()
  await writeDeclaration(trx, central, application_id, given.declared)
  return true
}

function rowOf(given: Application, { emailConfirmed }: ApplicationOptions) {
  const created_at = new Date(given.createdAt)
  const confirmed = emailConfirmed ? created_at : null
  const state = given.status === 'open' && !emailConfirmed ? ('EMAIL_PENDING' as const) : stateOfStatus[given.status]
  return {
    reference: given.reference,
    state,
    channel: given.channel,
    email_confirmed_at: confirmed,
    phone_confirmed_at: confirmed,
    declared_at: created_at,
    opened_by: given.openedBy,
    applicant_operator_id: given.applicantOperatorId,
    created_at,
    expires_at: new Date(given.expiresAt),
  }
}

const iso = (given: Application): Application => ({
  ...given,
  createdAt: new Date(given.createdAt).toISOString(),
  expiresAt: new Date(given.expiresAt).toISOString(),
})
