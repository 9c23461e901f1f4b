import { randomUUID } from 'node:crypto'
import type { Trx } from '../context.ts'
import type { MailKind } from '../database/tables.ts'

export type { MailKind } from '../database/tables.ts'

export type NewMail = { applicationId: string; kind: MailKind; reasons: readonly string[]; at: Date }

/** Notes that a citizen is to be told, in the transaction that makes it so; neither address nor words stand here (R21). */
export async function queueMail(trx: Trx, { applicationId, kind, reasons, at }: NewMail): Promise<void> {
  await trx
    .insertInto('mail')
    .values({
      application_id: applicationId,
      mail_id: randomUUID(),
      kind,
      reasons: JSON.stringify(reasons),
      created_at: at,
      state: 'due',
      next_try_at: at,
    })
    .execute()
}
