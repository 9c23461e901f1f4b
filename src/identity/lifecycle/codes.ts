import { randomInt, timingSafeEqual } from 'node:crypto'
import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import type { CodePurpose } from '../database/tables.ts'
import { keyed } from '../keys/digests.ts'
import { openText, sealText } from '../keys/sealing.ts'

type Core = Pick<Identity, 'db' | 'keys' | 'now'>

/** How long each kind of code counts (R11: e-mail seven days), and how many may follow one another. */
export const codeRules: Record<CodePurpose, { lifeMs: number; sentPerDay: number }> = {
  email: { lifeMs: 7 * 24 * 3_600_000, sentPerDay: 5 },
  phone: { lifeMs: 10 * 60_000, sentPerDay: 5 },
  activation: { lifeMs: 15 * 60_000, sentPerDay: 5 },
  new_email: { lifeMs: 60 * 60_000, sentPerDay: 5 },
  new_phone: { lifeMs: 10 * 60_000, sentPerDay: 5 },
}
export const codeTries = 5
const restMs = 60_000
const dayMs = 24 * 3_600_000

/** A code that was made and is to be sent; the digits are nowhere else in clear. */
export type MadeCode = { digits: string; expiresAt: Date; resendAt: Date }

/**
 * Six fresh digits for a subject, in place of the one before. `held`: what the code is for, sealed with it.
 * Code: code_limit, with the seconds to wait.
 */
export async function makeCode(core: Core, purpose: CodePurpose, subject: string, held: string): Promise<MadeCode> {
  const at = core.now()
  const { lifeMs, sentPerDay } = codeRules[purpose]
  return core.db.transaction().execute(async (trx) => {
    const before = await trx
      .selectFrom('identity.code')
      .select(['resend_at', 'sent', 'sent_since'])
      .where('purpose', '=', purpose)
      .where('subject', '=', subject)
      .forUpdate()
      .executeTakeFirst()
    const isSameDay = before !== undefined && at.getTime() - before.sent_since.getTime() < dayMs
    const freeAt = freeTime(before, isSameDay && before.sent >= sentPerDay)
    if (freeAt > at.getTime()) {
      const waitSeconds = Math.ceil((freeAt - at.getTime()) / 1000)
      throw new Failure('code_limit', purpose, { waitSeconds })
    }
    const digits = String(randomInt(1_000_000)).padStart(6, '0')
    const row = {
      code_hash: hashOf(core, purpose, subject, digits),
      held: sealText(core.keys().data, `code ${purpose} ${subject}`, held),
      tries_left: codeTries,
      created_at: at,
      expires_at: new Date(at.getTime() + lifeMs),
      resend_at: new Date(at.getTime() + restMs),
      sent: isSameDay ? before.sent + 1 : 1,
      sent_since: isSameDay ? before.sent_since : at,
    }
    await trx
      .insertInto('identity.code')
      .values({ purpose, subject, ...row })
      .onConflict((clash) => clash.columns(['purpose', 'subject']).doUpdateSet(row))
      .execute()
    return { digits, expiresAt: row.expires_at, resendAt: row.resend_at }
  })
}

function freeTime(before: { resend_at: Date; sent_since: Date } | undefined, isSpent: boolean): number {
  if (before === undefined) return 0
  return isSpent ? before.sent_since.getTime() + dayMs : before.resend_at.getTime()
}

/** What a wrong code answers with: how many tries are left. */
export class WrongCode extends Failure {
  readonly attemptsLeft: number
  constructor(attemptsLeft: number) {
    super('code_wrong')
    this.attemptsLeft = attemptsLeft
  }
}

/**
 * Takes a code, once. A try is counted before it is compared, in a transaction of its own: it counts whatever becomes of the request.
 * Returns what the code was for. Codes: code_expired (none, too late, tried too often), code_wrong.
 */
export async function takeCode(core: Core, purpose: CodePurpose, subject: string, digits: string): Promise<string> {
  const { db, keys } = core
  const counted = await db
    .updateTable('identity.code')
    .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('tries_left', '>', 0)
    .where('expires_at', '>', core.now())
    .returning(['code_hash', 'held', 'tries_left'])
    .executeTakeFirst()
  if (counted === undefined) throw new Failure('code_expired', purpose)
  const given = Buffer.from(hashOf(core, purpose, subject, digits))
  if (!timingSafeEqual(given, Buffer.from(counted.code_hash))) throw new WrongCode(counted.tries_left)
  const { numUpdatedRows } = await db
    .updateTable('identity.code')
    .set({ tries_left: 0 })
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('code_hash', '=', counted.code_hash)
    .executeTakeFirst()
  // Another code took its place in between.
  if (numUpdatedRows === 0n) throw new Failure('code_expired', purpose)
  return openText(keys().data, `code ${purpose} ${subject}`, counted.held)
}

/** Whether these digits are the code that was sent for this: not a secret that a person chose. */
export async function isSentCode(core: Core, purpose: CodePurpose, subject: string, digits: string): Promise<boolean> {
  const row = await core.db
    .selectFrom('identity.code')
    .select('code_hash')
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.code_hash === hashOf(core, purpose, subject, digits)
}

/** Keyed: a million hashes would be tried in a second. */
function hashOf({ keys }: Core, purpose: string, subject: string, digits: string): string {
  return keyed(keys().lookup, `code\n${purpose}\n${subject}\n${digits}`)
}
