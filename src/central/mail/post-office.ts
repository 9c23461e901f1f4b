import { createTransport } from 'nodemailer'
import { sql, type Selectable } from 'kysely'
import type { Central } from '../context.ts'
import type { Tables } from '../database/tables.ts'
import { findApplication } from '../intake/application-store.ts'
import { currentPolicy } from '../stations/config.ts'
import { openLetter, type ReadyLetter } from './outbox.ts'
import { writeLetter } from './write-letter.ts'

export type MailSettings = {
  /** smtp:// or smtps:// with account and password where it asks for them. */
  smtpUrl: string
  /** Sender's address; bounces come back to `local+MAIL_ID@domain` of it (VERP). */
  from: string
  /** Where citizens are heard, as the letters say it. */
  contestAt: string
}

type Core = Pick<Central, 'db' | 'now' | 'keys' | 'log' | 'metrics'>
type MailRow = Selectable<Tables['mail']>

const batch = 20
/** Whoever took a letter and died: another takes it up after this. */
const claimMs = 5 * 60_000
const firstRetryMs = 60_000
const longestRetryMs = 6 * 3_600_000
const giveUpAfterMs = 3 * 24 * 3_600_000
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

export type PostOffice = {
  /** Sends what is due. How many were settled (sent, bounced, given up). */
  deliver(): Promise<number>
  close(): void
}

/**
 * Sends the outbox by SMTP: at least once, each with a Message-ID of its own, so that a second copy can be recognised. A refusal
 * for good (5xx) is a bounce; what passes (4xx, no connection) is tried again with growing distance, for three days.
 */
export function openPostOffice(core: Core, settings: MailSettings): PostOffice {
  const transport = createTransport(settings.smtpUrl, { pool: true, maxConnections: 2, ...patience } as never)
  return {
    async deliver() {
      let settled = 0
      for (const mail of await claimDue(core)) settled += await sendOne(core, transport, settings, mail)
      return settled
    },
    close: () => transport.close(),
  }
}

/** Takes letters for this instance, so that no other sends them at the same time. */
function claimDue({ db, now }: Core): Promise<MailRow[]> {
  const at = now()
  const due = db
    .selectFrom('mail')
    .select('mail_id')
    .where('state', '=', 'due')
    .where('next_try_at', '<=', at)
    .orderBy('next_try_at')
    .limit(batch)
    .forUpdate()
    .skipLocked()
  return db
    .updateTable('mail')
    .set({ next_try_at: new Date(at.getTime() + claimMs), attempts: sql`attempts + 1` })
    .where('mail_id', 'in', due)
    .returningAll()
    .execute()
}

/** What is sent and where to; null where nobody knows any more. */
export async function writtenLetter(
  core: Pick<Core, 'db' | 'keys'>,
  { contestAt }: Pick<MailSettings, 'contestAt'>,
  mail: MailRow,
): Promise<ReadyLetter | null> {
  if (mail.kind === 'letter') return mail.letter === null ? null : openLetter(core, mail.mail_id, mail.letter)
  const application = await findApplication(core, mail.application_id)
  const to = application?.declared?.email
  if (application === null || to === undefined) return null
  const policy = await currentPolicy(core.db)
  const letter = writeLetter({
    kind: mail.kind,
    language: application.language,
    reference: application.reference,
    reasons: mail.reasons,
    until: mail.kind === 'expiring' ? application.expires_at : application.appeal_until,
    contestDays: policy.contestAnswerDays,
    contestAt,
  })
  return { to, ...letter, attachments: [] }
}

async function sendOne(
  core: Core,
  transport: ReturnType<typeof createTransport>,
  settings: MailSettings,
  mail: MailRow,
): Promise<number> {
  const written = await writtenLetter(core, settings, mail)
  // Erased meanwhile: nobody knows any more where it would go.
  if (written === null) return settle(core, mail, 'given_up', 'no address')
  const { to, attachments, ...letter } = written
  const [local, domain] = settings.from.split('@')
  try {
    await transport.sendMail({
      from: settings.from,
      to,
      ...letter,
      attachments: attachments.map(({ base64, ...named }) => ({ ...named, content: Buffer.from(base64, 'base64') })),
      messageId: `<${mail.mail_id}@${domain}>`,
      envelope: { from: `${local}+${mail.mail_id}@${domain}`, to },
      headers: { 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All' },
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    return settle(core, mail, 'sent', null)
  } catch (error) {
    return postpone(core, mail, error as { responseCode?: number; code?: string })
  }
}

/** The server's words may quote the address: only its code is kept. */
function postpone(core: Core, mail: MailRow, { responseCode, code }: { responseCode?: number; code?: string }) {
  const { db, now, log, metrics } = core
  const at = now()
  const answer = String(responseCode ?? code ?? 'unknown')
  if (responseCode !== undefined && responseCode >= 500) return settle(core, mail, 'bounced', answer)
  if (at.getTime() - mail.created_at.getTime() > giveUpAfterMs) return settle(core, mail, 'given_up', answer)
  log.warn({ mail: mail.mail_id, answer }, 'letter postponed')
  metrics.count('guichet_mails_total', { state: 'postponed' })
  const waitMs = Math.min(firstRetryMs * 2 ** (mail.attempts - 1), longestRetryMs)
  return db
    .updateTable('mail')
    .set({ next_try_at: new Date(at.getTime() + waitMs), last_answer: answer })
    .where('mail_id', '=', mail.mail_id)
    .execute()
    .then(() => 0)
}

async function settle(
  { db, now, metrics }: Core,
  { mail_id }: Pick<MailRow, 'mail_id'>,
  state: 'sent' | 'bounced' | 'given_up',
  last_answer: string | null,
): Promise<number> {
  metrics.count('guichet_mails_total', { state })
  await db
    .updateTable('mail')
    .set({ state, settled_at: now(), next_try_at: null, last_answer, letter: null })
    .where('mail_id', '=', mail_id)
    .execute()
  return 1
}

/** A letter that came back later, by the identifier in its return address. Whether there is such a letter. */
export async function recordBounce(
  { db, now }: Pick<Central, 'db' | 'now'>,
  mailId: string,
  status: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('mail')
    .set({ state: 'bounced', settled_at: now(), next_try_at: null, last_answer: status })
    .where('mail_id', '=', mailId)
    .where('state', 'in', ['sent', 'due'])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Reminds citizens whose application ends within the policy's days, once. Returns how many. */
export async function remindExpiring({ db, now }: Pick<Central, 'db' | 'now'>): Promise<number> {
  const { expiryNoticeDays } = await currentPolicy(db)
  const at = now()
  const soon = new Date(at.getTime() + expiryNoticeDays * 24 * 3_600_000)
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('mail')
    .columns(['application_id', 'mail_id', 'kind', 'created_at', 'state', 'next_try_at'])
    .expression((eb) =>
      eb
        .selectFrom('application')
        .select([
          'application_id',
          sql<string>`gen_random_uuid()`.as('mail_id'),
          sql<'expiring'>`'expiring'`.as('kind'),
          sql<Date>`${at}::timestamptz`.as('created_at'),
          sql<'due'>`'due'`.as('state'),
          sql<Date>`${at}::timestamptz`.as('next_try_at'),
        ])
        .where('application.state', '=', 'AWAITING_PROOFING')
        .where('specimen_status', 'is', null)
        .where('expires_at', '>', at)
        .where('expires_at', '<=', soon)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('mail')
                .select('mail_id')
                .whereRef('mail.application_id', '=', 'application.application_id')
                .where('mail.kind', '=', 'expiring'),
            ),
          ),
        ),
    )
    .executeTakeFirst()
  return Number(numInsertedOrUpdatedRows ?? 0n)
}
