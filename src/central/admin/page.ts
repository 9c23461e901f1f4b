import { locales } from '../../contract/identity.ts'
import type { Environment } from '../../contract/sync.ts'
import { html, type Html } from './html.ts'
import type { AdminSession } from './session.ts'
import { say, type Word } from './texts.ts'

/** What a page is drawn with. */
export type View = { session: AdminSession; environment: Environment; notice: Notice | null }
export type Notice = { bad: boolean; text: string }

export const sections = ['overview', 'stations', 'packets', 'review', 'operators'] as const
export type Section = (typeof sections)[number]

export const pathOf = (section: Section): string => (section === 'overview' ? '/admin' : `/admin/${section}`)

/** The frame of every page once logged in. */
export function drawPage(view: View, section: Section, content: Html): Html {
  const { language, csrf } = view.session
  const word = (name: Word) => say(name, language)
  const other = language === 'fr' ? 'en' : 'fr'
  return drawDocument(
    language,
    `${word(section)} – ${word('title')}`,
    html`<a class="skip" href="#content">${word('skip')}</a>
      <header>
        <span class="name">Guichet</span>
        ${view.environment === 'training' ? html`<span class="badge accent">${word('training')}</span>` : null}
        <nav aria-label="${word('title')}">${sections.map((one) => drawLink(one, section, word(one)))}</nav>
        <a class="end" href="/admin/language?to=${other}" hreflang="${other}" lang="${other}"
          >${word('otherLanguage')}</a
        >
        <form method="post" action="/admin/logout">
          <input type="hidden" name="csrf" value="${csrf}" /><button class="quiet">${word('logout')}</button>
        </form>
      </header>
      <main id="content">
        <h1>${word(section)}</h1>
        ${drawNotice(view.notice)} ${content}
      </main>`,
  )
}

export function drawDocument(language: string, title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/admin/style.css" />
      </head>
      <body>
        ${body}
      </body>
    </html>`
}

export function drawNotice(notice: Notice | null): Html | null {
  if (notice === null) return null
  return html`<p class="notice ${notice.bad ? 'bad' : ''}" role="${notice.bad ? 'alert' : 'status'}">${notice.text}</p>`
}

function drawLink(section: Section, current: Section, name: string): Html {
  return section === current
    ? html`<a href="${pathOf(section)}" aria-current="page">${name}</a>`
    : html`<a href="${pathOf(section)}">${name}</a>`
}

/** A table with a heading per column; a sentence instead when there is nothing to show. */
export function drawTable(view: View, headings: readonly Word[], rows: readonly Html[]): Html {
  const { language } = view.session
  if (rows.length === 0) return html`<p class="soft">${say('none', language)}</p>`
  return html`<div
    class="scroll"
    tabindex="0"
    role="region"
    aria-label="${headings.map((one) => say(one, language)).join(', ')}"
  >
    <table>
      <thead>
        <tr>
          ${headings.map((one) => html`<th scope="col">${say(one, language)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`
}

const tones: Record<string, string> = {
  active: 'good',
  APPROVED: 'good',
  approved: 'good',
  revoked: 'bad',
  REJECTED: 'bad',
  QUARANTINED: 'bad',
  pending: 'attention',
  MANUAL_REVIEW: 'attention',
}

export function drawBadge(view: View, state: Word): Html {
  return html`<span class="badge ${tones[state] ?? ''}">${say(state, view.session.language)}</span>`
}

/** A time for people; the exact one is in the markup. */
export function drawTime(view: View, time: Date | string | null | undefined): Html {
  if (time === null || time === undefined) return html`–`
  const date = new Date(time)
  const format = new Intl.DateTimeFormat(locales[view.session.language], {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'Europe/Paris',
  })
  return html`<time datetime="${date.toISOString()}">${format.format(date)}</time>`
}

/** A calendar day, which has no time zone. */
export function drawDay(view: View, day: string): Html {
  const format = new Intl.DateTimeFormat(locales[view.session.language], { dateStyle: 'short', timeZone: 'UTC' })
  return html`<time datetime="${day}">${format.format(new Date(`${day}T00:00:00Z`))}</time>`
}

/** A form that changes something: always with the session's own token against forged requests. */
export function drawForm(view: View, action: string, content: Html): Html {
  return html`<form class="row" method="post" action="${action}">
    <input type="hidden" name="csrf" value="${view.session.csrf}" />${content}
  </form>`
}
