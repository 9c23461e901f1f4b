import { daysInFrance } from '../../enrolment/local-day.ts'
import { createHash, randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Selectable } from 'kysely'
import { Channel } from '../../contract/application.ts'
import { Failure } from '../../contract/failure.ts'
import { Declared, Language } from '../../contract/identity.ts'
import { makeReference } from '../../contract/reference.ts'
import { z } from 'zod'
import { findBranch, isAvailable } from '../branches/branch.ts'
import { Identifier } from '../clients/client.ts'
import type { Central, Trx } from '../context.ts'
import type { Tables } from '../database/tables.ts'
import { currentPolicy } from '../stations/config.ts'
import { lockApplication, saidIn, writeDeclaration } from './application-store.ts'
import { refusalOf } from './advance.ts'
import type { Declaration } from './declaration.ts'
import { isStage, stageOf } from './state.ts'
import { plainPhone, validateDeclaration, type Problem } from './validate.ts'

/** What a citizen has said, complete or not; saved at each step (R18). */
export const ApplicationEntry = z.object({
  declared: Declared.partial(),
  channel: Channel.nullable(),
  /** The branch that the citizen chose; null for a home visit, or when any branch will do. */
  branch_id: Identifier.nullable().default(null),
  language: Language.default('fr'),
  /** Who typed it in, where somebody at a branch helped; that person may not verify it. */
  opened_by: z.string().max(64).nullable().default(null),
  /** Person number of the applicant, where it is one of the staff. */
  applicant_person_id: z.string().max(64).nullable().default(null),
})
export type ApplicationEntry = z.infer<typeof ApplicationEntry>

export type Core = Pick<Central, 'db' | 'now' | 'keys' | 'addressBook'>

/** `declaration_invalid`, field by field, for anyone who shows it beside the fields. */
export class DeclarationInvalid extends Failure {
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    super('declaration_invalid', problems.map(({ field, code }) => `${field}: ${code}`).join('; '))
    this.problems = problems
  }
}

const dayMs = 24 * 3_600_000

/**
 * Saves an application as far as it has come: new, or changed before it is complete and its visit awaited. The same again changes
 * nothing. A confirmed e-mail or phone that is changed must be confirmed again.
 * Codes: declaration_invalid (detail: field and reason), branch_unavailable, application_conflict (complete, and other than
 * this), and the state's own.
 */
export async function saveApplication(
  central: Core,
  applicationId: string,
  entry: ApplicationEntry,
  createdBy: string,
): Promise<'created' | 'saved'> {
  const declared = normalise(entry.declared)
  await refuseInvalid(central, declared)
  await refuseClosedBranch(central, entry)
  const isWhole = Declared.safeParse(declared).success
  return central.db.transaction().execute(async (trx) => {
    const isNew = await insertDraft(trx, central, applicationId, entry, createdBy)
    const row = await lockApplication(trx, applicationId)
    if (!isStage(row.state)) throw new Failure(refusalOf(row.state))
    const before = saidIn(central, row) ?? {}
    if (row.state === 'AWAITING_PROOFING') {
      if (!isSame(row, before, declared, entry)) throw new Failure('application_conflict')
      return 'saved'
    }
    await writeStage(trx, central, row, { before, declared, entry, isWhole })
    return isNew ? 'created' : 'saved'
  })
}

type Row = Selectable<Tables['application']>

async function refuseInvalid(central: Core, declared: Declaration): Promise<void> {
  const { addressBook } = central
  const today = daysInFrance(central.now()).latest
  const around = { policy: await currentPolicy(central.db), addressBook, today }
  const problems = await validateDeclaration(declared, around, 'partial')
  if (problems.length > 0) throw new DeclarationInvalid(problems)
}

/** R17: nobody is sent to a place where face to face is not possible now. */
async function refuseClosedBranch({ db, now }: Core, { branch_id }: ApplicationEntry): Promise<void> {
  if (branch_id === null) return
  const branch = await findBranch(db, branch_id)
  if (branch === null || !isAvailable(branch, now())) throw new Failure('branch_unavailable')
}

async function insertDraft(trx: Trx, central: Core, id: string, entry: ApplicationEntry, created_by: string) {
  const at = central.now()
  const { emailConfirmDays } = await currentPolicy(trx)
  // The reference follows from the id and chance: shown once a channel is chosen, and never another.
  const reference = makeReference(createHash('sha256').update(id).update(randomBytes(16)).digest())
  const { numInsertedOrUpdatedRows: added } = await trx
    .insertInto('application')
    .values({
      application_id: id,
      reference,
      state: 'DRAFT',
      channel: null,
      opened_by: entry.opened_by,
      applicant_operator_id: entry.applicant_person_id,
      created_by,
      created_at: at,
      expires_at: new Date(at.getTime() + emailConfirmDays * dayMs),
      specimen_status: null,
    })
    .onConflict((clash) => clash.doNothing())
    .executeTakeFirst()
  if (added === 0n) return false
  await trx.insertInto('application_reference').values({ reference, application_id: id }).execute()
  return true
}

type Saved = { before: Declaration; declared: Declaration; entry: ApplicationEntry; isWhole: boolean }

async function writeStage(
  trx: Trx,
  central: Core,
  row: Row,
  { before, declared, entry, isWhole }: Saved,
): Promise<void> {
  const { application_id } = row
  const kept = (field: 'email' | 'phone', at: Date | null) => (before[field] === declared[field] ? at : null)
  const email_confirmed_at = kept('email', row.email_confirmed_at)
  const phone_confirmed_at = kept('phone', row.phone_confirmed_at)
  const declared_at = isWhole ? (row.declared_at ?? central.now()) : null
  const state = stageOf({
    emailGiven: declared.email !== undefined,
    emailConfirmed: email_confirmed_at !== null,
    phoneConfirmed: phone_confirmed_at !== null,
    declared: isWhole,
    channelChosen: entry.channel !== null,
  })
  const { channel, branch_id, language } = entry
  await trx
    .updateTable('application')
    .set({ state, email_confirmed_at, phone_confirmed_at, declared_at, channel, branch_id, language })
    .where('application_id', '=', application_id)
    .execute()
  await writeDeclaration(trx, central, application_id, declared)
}

function isSame(
  row: Row,
  before: Declaration,
  declared: Declaration,
  { channel, branch_id }: ApplicationEntry,
): boolean {
  return isDeepStrictEqual(before, declared) && row.channel === channel && row.branch_id === branch_id
}

/** Spaces at the ends never count, and a number is dialled in one way. */
function normalise(declared: Declaration): Declaration {
  const trimmed = JSON.parse(JSON.stringify(declared), (_key, value: unknown) =>
    typeof value === 'string' ? value.trim().normalize('NFC') : value,
  ) as Declaration
  const { phone, email } = trimmed
  return {
    ...trimmed,
    ...(phone === undefined ? {} : { phone: plainPhone(phone) }),
    ...(email === undefined ? {} : { email: email.replace(/@.*$/, (domain) => domain.toLowerCase()) }),
  }
}
