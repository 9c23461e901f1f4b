import type { Gaps } from '../../texts/texts-in.ts'
import type { Identity } from '../context.ts'
import type { Trx } from '../database/tables.ts'
import { openHolder, type AccountRow } from './account.ts'
import { reachedAt } from './former-contacts.ts'
import { messageWords, pageUrl, sendLetter, type LetterKind, type MessageKind } from './letters.ts'
import { objectionLink } from './objections.ts'
import { sayMoment } from '../../texts/say-time.ts'

/** What, and of which identity. */
export type Told = { account: AccountRow; kind: LetterKind; gaps?: Gaps }

/** What somebody else may have done: the letter carries a link with which "it was not me" is said without any device. */
const contestable = new Set<LetterKind>([
  ...([
    'activated',
    'device_added',
    'email_changed',
    'phone_changed',
    'secret_reset',
    'verified_anew',
    'erasure_asked',
  ] as const),
])
/** What ends an identity's use, and where the way back begins. */
const leadsToStart = new Set<LetterKind>(['suspended', 'distrusted', 'revoked', 'ended', 'ends_soon'])
const messages = new Set<LetterKind>([
  'verified_anew',
  'erasure_asked',
  'secret_reset',
  'device_added',
  'email_changed',
  'phone_changed',
] satisfies MessageKind[])
const isMessage = (kind: LetterKind): kind is MessageKind => messages.has(kind)

/**
 * Tells a holder what became of their identity, and when (`at` among the gaps, as clocks in Paris have it): by mail, where it matters by
 * message as well, and at every address and number that was theirs in the last days.
 */
export async function tellHolder(identity: Identity, told: Told): Promise<void> {
  await writeToHolder(identity, told)
  await messageHolder(identity, told)
}

/** The mail alone, in the transaction of what it tells. */
export async function writeToHolder(identity: Identity, told: Told, trx?: Trx): Promise<void> {
  const { account, kind, gaps = {} } = told
  const accountId = account.account_id
  const holder = openHolder(identity, account)
  const { language } = holder
  const at = sayMoment(identity.now(), language)
  const link = await linkOf(identity, told, trx)
  for (const to of reachedAt(holder, 'email', identity.now()))
    await sendLetter(identity, accountId, { to, language, kind, gaps: { at, ...gaps }, ...(link && { link }) }, trx)
}

/** A gateway that fails undoes nothing: the mail is on its way. */
export async function messageHolder(identity: Identity, { account, kind }: Told): Promise<void> {
  if (!isMessage(kind)) return
  const holder = openHolder(identity, account)
  for (const to of reachedAt(holder, 'phone', identity.now()))
    await identity.messages.send(to, messageWords(kind, holder.language)).catch((error: Error) => {
      identity.log.warn({ cause: error.name, kind }, 'message to a holder')
    })
}

async function linkOf(identity: Identity, { account, kind }: Told, trx?: Trx): Promise<string | null> {
  if (contestable.has(kind)) return objectionLink(identity, account.account_id, trx)
  return leadsToStart.has(kind) ? pageUrl(identity, 'start') : null
}
