import type { Identity } from '../context.ts'
import { writtenLetter } from '../../central/mail/post-office.ts'
import { html, type Html } from '../../central/admin/html.ts'
import type { Language } from '../../contract/identity.ts'
import { textsIn } from '../../texts/texts-in.ts'
import { plainPage } from '../http/plain-page.ts'

const shown = 40
const contestAt = { contestAt: 'www.example.fr/contester' }

type Message = { at: Date; to: string; title: string; text: string }

/** Every mail and text message of training, the newest first; their links lead on. */
export async function messagesPage(identity: Identity, language: Language): Promise<string> {
  const say = textsIn(language)
  const all = [...(await mailsOf(identity)), ...(await messagesOf(identity))]
  const newest = all.sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, shown)
  const articles = newest.map(
    ({ at, to, title, text }) =>
      html`<article data-to="${to}">
        <p><b>${title}</b><br />${to}, <time>${at.toISOString()}</time></p>
        <pre>${linked(text)}</pre>
      </article>`,
  )
  const none = articles.length === 0 ? html`<p>${say('login-page:training.noMessages')}</p>` : null
  return plainPage({
    language,
    title: say('login-page:training.messages'),
    body: html`<p>${say('login-page:training.messagesLead')}</p>
      ${none}${articles}`,
    refresh: 5,
  })
}

async function mailsOf({ central }: Identity): Promise<Message[]> {
  const rows = await central.db.selectFrom('mail').selectAll().orderBy('created_at', 'desc').limit(shown).execute()
  const mails = rows.map(async (row) => ({ row, letter: await writtenLetter(central, contestAt, row) }))
  return (await Promise.all(mails)).flatMap(({ row, letter }) =>
    letter === null ? [] : [{ at: row.created_at, to: letter.to, title: letter.subject, text: letter.text }],
  )
}

async function messagesOf({ db }: Identity): Promise<Message[]> {
  const rows = await db
    .selectFrom('identity.training_message')
    .selectAll()
    .orderBy('sent_at', 'desc')
    .limit(shown)
    .execute()
  return rows.map(({ sent_at, recipient, words }) => ({ at: sent_at, to: recipient, title: 'SMS', text: words }))
}

/** Text whose addresses lead on: every second part is one. */
const linked = (text: string): Html[] =>
  text
    .split(/(https?:\/\/[^\s<&]+)/)
    .map((part, index) => (index % 2 === 0 ? html`${part}` : html`<a href="${part}">${part}</a>`))
