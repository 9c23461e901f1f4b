import type { Identity } from '../context.ts'
import { writtenLetter } from '../../central/mail/post-office.ts'
import { escapeHtml, trainingPage } from './page.ts'

const shown = 40
const contestAt = { contestAt: 'www.example.fr/contester' }

type Message = { at: Date; to: string; title: string; text: string }

/** Every mail and text message of training, the newest first; their links lead on. */
export async function messagesPage(identity: Identity): Promise<string> {
  const all = [...(await mailsOf(identity)), ...(await messagesOf(identity))]
  const newest = all.sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, shown)
  const articles = newest.map(
    ({ at, to, title, text }) => `<article data-to="${escapeHtml(to)}">
<p><b>${escapeHtml(title)}</b><br>${escapeHtml(to)}, <time>${at.toISOString()}</time></p><pre>${linked(text)}</pre></article>`,
  )
  const words = '<p>Training: no mailbox and no telephone gets these. The page renews itself.</p>'
  return trainingPage('Messages', words + (articles.join('\n') || '<p>None yet.</p>'), 5)
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

function linked(text: string): string {
  return escapeHtml(text).replace(/https?:\/\/[^\s<&]+/g, (url) => `<a href="${url}">${url}</a>`)
}
