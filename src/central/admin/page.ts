import type { FastifyReply } from 'fastify'
import { locales } from '../../contract/identity.ts'
import type { Environment } from '../../contract/protocol/environment.ts'
import { drawFrame } from './draw-parts.ts'
import { html, type Html } from './html.ts'
import { isOneOf, pagesOf } from './roles.ts'
import type { AdminSession } from './session.ts'
import { say, type Word } from './texts.ts'
import { legalTimeZone } from '../../contract/legal-time.ts'

const csp =
  "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

export function sendHtml(reply: FastifyReply, page: Html): FastifyReply {
  return reply.header('content-security-policy', csp).type('text/html; charset=utf-8').send(page.markup)
}

/** What a page is drawn with. */
export type View = { session: AdminSession; environment: Environment; notice: Notice | null }
export type Notice = { bad: boolean; text: string }

export type Section = keyof typeof pagesOf
const sections = Object.keys(pagesOf) as Section[]

export const pathOf = (section: Section): string => (section === 'overview' ? '/admin' : `/admin/${section}`)

/** The frame of every page once logged in; `heading` where a page has one of its own, in a section or in none. */
export function drawPage(view: View, section: Section | null, content: Html, named?: string): Html {
  const { language, csrf } = view.session
  const word = (name: Word) => say(name, language)
  const other = language === 'fr' ? 'en' : 'fr'
  const heading = named ?? word(section ?? 'overview')
  const seen = sections.filter((one) => isOneOf(view.session, pagesOf[one]))
  return drawDocument(
    language,
    `${heading} – ${word('title')}`,
    html`<a class="skip" href="#content">${word('skip')}</a>
      <header>
        <span class="name">Guichet</span>
        ${view.environment === 'training' ? html`<span class="badge accent">${word('training')}</span>` : null}
        <form class="row" method="get" action="/admin/search" role="search" aria-label="${word('searchAll')}">
          <input name="q" type="search" maxlength="80" autocomplete="off" aria-label="${word('searchAll')}" />
          <button class="quiet">${word('search')}</button>
        </form>
        <a class="end" href="/admin/language?to=${other}" hreflang="${other}" lang="${other}"
          >${word('otherLanguage')}</a
        >
        <span class="soft">${view.session.name}</span>
        <form method="post" action="/admin/logout">
          <input type="hidden" name="csrf" value="${csrf}" /><button class="quiet">${word('logout')}</button>
        </form>
        <nav aria-label="${word('title')}">${seen.map((one) => drawLink(one, section, word(one)))}</nav>
      </header>
      <main id="content">
        <h1>${heading}</h1>
        ${view.session.isBootstrap && view.environment === 'production' ? drawNotice({ bad: false, text: word('bootstrap') }) : null}
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

function drawLink(section: Section, current: Section | null, name: string): Html {
  return section === current
    ? html`<a href="${pathOf(section)}" aria-current="page">${name}</a>`
    : html`<a href="${pathOf(section)}">${name}</a>`
}

/** A table with a heading per column; a sentence instead when there is nothing to show. */
export function drawTable(view: View, headings: readonly Word[], rows: readonly Html[]): Html {
  const { language } = view.session
  return drawNamedTable(
    view,
    headings.map((one) => say(one, language)),
    rows,
  )
}

/** The same with headings as they are read. */
export function drawNamedTable({ session }: View, headings: readonly string[], rows: readonly Html[]): Html {
  if (rows.length === 0) return html`<p class="soft">${say('none', session.language)}</p>`
  return drawFrame(headings.join(', '), headings, rows)
}

const tones: Record<string, string> = {
  active: 'good',
  APPROVED: 'good',
  approved: 'good',
  revoked: 'bad',
  late: 'bad',
  REJECTED: 'bad',
  NOT_VERIFIED: 'open',
  QUARANTINED: 'bad',
  pending: 'attention',
  unconfirmed: 'attention',
  MANUAL_REVIEW: 'attention',
}

export function drawBadge(view: View, state: Word): Html {
  return html`<span class="badge ${tones[state] ?? ''}">${say(state, view.session.language)}</span>`
}

/** A time for people, with its zone, central's own unless another is named; the exact one is in the markup. */
export function drawTime(view: View, time: Date | string | null | undefined, timeZone = legalTimeZone): Html {
  if (time === null || time === undefined) return html`–`
  const date = new Date(time)
  const format = new Intl.DateTimeFormat(locales[view.session.language], {
    ...{ day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    timeZone,
    timeZoneName: 'short',
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

/** What a list is narrowed to; only what is set stands in its links. */
export type Narrowed = Record<string, string | number | null>

const setIn = (narrowed: Narrowed): [name: string, value: string][] =>
  Object.entries(narrowed).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, String(value)]]))

export function linkTo(section: Section, narrowed: Narrowed): string {
  const query = new URLSearchParams(setIn(narrowed)).toString()
  return query === '' ? pathOf(section) : `${pathOf(section)}?${query}`
}

/** Links to one choice each, the present one marked. */
export function drawFilters(
  view: View,
  label: Word,
  choices: { name: string; href: string; present: boolean }[],
): Html {
  const links = choices.map(({ name, href, present }) =>
    present ? html`<a href="${href}" aria-current="page">${name}</a>` : html`<a href="${href}">${name}</a>`,
  )
  return html`<nav aria-label="${say(label, view.session.language)}">${links}</nav>`
}

/** A field that narrows a list; what else narrows it stays. */
export function drawSearch(view: View, section: Section, label: Word, text: string, kept: Narrowed = {}): Html {
  const { language } = view.session
  return html`<form class="row" method="get" action="${pathOf(section)}" role="search">
    ${setIn(kept).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <label>${say(label, language)}<input name="q" value="${text}" maxlength="80" autocomplete="off" /></label>
    <button>${say('search', language)}</button>
  </form>`
}

/** To the first page and to the next one; nothing where all is on this one. */
export function drawPager(view: View, first: string | null, next: string | null): Html | null {
  if (first === null && next === null) return null
  const link = (href: string | null, word: Word, rel: string) =>
    href === null ? null : html`<a href="${href}" rel="${rel}">${say(word, view.session.language)}</a>`
  return html`<nav aria-label="${say('pages', view.session.language)}">
    ${link(first, 'firstPage', 'first')}${link(next, 'nextPage', 'next')}
  </nav>`
}

/** Text for LIKE in which nothing stands for anything else. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, (character) => `\\${character}`)
}
