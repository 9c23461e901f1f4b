import { queueLetter, type ReadyLetter } from '../../central/mail/outbox.ts'
import { asHtml } from '../../central/mail/write-letter.ts'
import { textsIn, type Gaps } from '../../texts/texts-in.ts'
import type { Language } from '../../contract/identity.ts'
import { citizenPages, citizenPath } from '../../contract/identity/endpoints.ts'
import type { Trx as CentralTrx } from '../../central/context.ts'
import type { Identity } from '../context.ts'
import type { Trx } from '../database/tables.ts'

type Core = Pick<Identity, 'central' | 'db' | 'now'>

export type LetterKind =
  | 'code'
  | 'reference'
  | 'activate'
  | 'activated'
  | 'locked'
  | 'device_removed'
  | 'device_added'
  | 'email_changed'
  | 'phone_changed'
  | 'new_email'
  | 'suspended'
  | 'distrusted'
  | 'reinstated'
  | 'revoked'
  | 'secret_reset'
  | 'ends_soon'
  | 'ended'
  | 'verified_anew'
  | 'erasure_asked'
  | 'erased'
  | 'erased_kept'

type Written = {
  to: string
  language: Language
  kind: LetterKind
  gaps?: Gaps
  /** Alone on its line: mail programs make it a link. */
  link?: string
  attachments?: ReadyLetter['attachments']
}

/** A letter of the identity service into central's outbox, in a transaction where one is given. `subjectId`: an application's or an account's identifier. */
export async function sendLetter(core: Core, subjectId: string, written: Written, trx?: Trx): Promise<void> {
  const { to, language, kind, gaps = {}, link, attachments = [] } = written
  const say = textsIn(language)
  const paragraphs = [
    say('mail:greeting'),
    say(`identity-mail:${kind}.lead`, gaps),
    ...(link === undefined ? [] : [link]),
    say(`identity-mail:${kind}.next`, gaps),
    say('identity-mail:closing'),
  ]
  const subject = say(`identity-mail:${kind}.subject`, gaps)
  const letter = { to, subject, text: `${paragraphs.join('\n\n')}\n`, html: asHtml(language, subject, paragraphs) }
  // Central's tables are among those of the transaction.
  const db = (trx as unknown as CentralTrx | undefined) ?? core.central.db
  await queueLetter(db, core.central, { subjectId, letter: { ...letter, attachments }, at: core.now() })
}

/** What holders are told by message as well: whoever has taken over one of the two ways does not silence the other. */
export type MessageKind =
  'verified_anew' | 'erasure_asked' | 'secret_reset' | 'device_added' | 'email_changed' | 'phone_changed'

/** The words of a text message: short enough for one. */
export function messageWords(kind: 'phone' | 'activation' | MessageKind, language: Language, code = ''): string {
  return textsIn(language)(`identity-mail:message.${kind}`, { code })
}

/** A page of the web application. */
export function pageUrl({ origin }: Pick<Identity, 'origin'>, page: keyof typeof citizenPages, fragment = ''): string {
  return `${origin()}${citizenPath}${citizenPages[page]}${fragment === '' ? '' : `#${fragment}`}`
}
