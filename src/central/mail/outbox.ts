import { randomUUID } from 'node:crypto'
import type { Central, Db, Trx } from '../context.ts'
import type { MailKind } from '../database/tables.ts'
import { openWords, sealWords } from '../intake/declaration.ts'

export type { MailKind } from '../database/tables.ts'

export type NewMail = { applicationId: string; kind: MailKind; reasons: readonly string[]; at: Date }

/** A letter as it is sent; `attachments`: bytes as base64. */
export type ReadyLetter = {
  to: string
  subject: string
  text: string
  html: string
  attachments: { filename: string; contentType: string; base64: string }[]
}

/**
 * A letter that another service of ours wrote, sealed until it is sent and then gone. `subjectId`: whose it is, an application's or an
 * account's identifier.
 */
export async function queueLetter(
  trx: Db | Trx,
  { keys }: Pick<Central, 'keys'>,
  { subjectId, letter, at }: { subjectId: string; letter: ReadyLetter; at: Date },
): Promise<void> {
  const mail_id = randomUUID()
  await trx
    .insertInto('mail')
    .values({
      application_id: subjectId,
      mail_id,
      kind: 'letter',
      letter: sealWords(keys(), mail_id, JSON.stringify(letter)),
      created_at: at,
      state: 'due',
      next_try_at: at,
    })
    .execute()
}

export function openLetter({ keys }: Pick<Central, 'keys'>, mailId: string, sealed: string): ReadyLetter {
  return JSON.parse(openWords(keys(), mailId, sealed)) as ReadyLetter
}

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
