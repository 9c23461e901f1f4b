import { html, type Html } from '../../central/admin/html.ts'
import { locales, type Language } from '../../contract/identity.ts'
import type { Look } from '../../contract/identity/rights.ts'
import { sayKnown, textsIn, type Say } from '../../texts/texts-in.ts'
import { plainPage } from '../http/plain-page.ts'
import type { HolderRecord } from './holder-record.ts'

type Row = readonly [name: string, value: unknown]

/**
 * The record as a page to read and to print, without scripts and with nothing to fetch; the same for machines is a link in it, so that the one
 * file is both.
 */
export function recordPage(record: HolderRecord, language: Language): string {
  const say = textsIn(language)
  const { attributes, contacts, document, account, devices, logins, services, applications } = record
  const body = html`<p>${say('rights:page.lead', { at: moment(record.made_at, language) })}</p>
    <p><a href="${machineFile(record)}" download="guichet.json">${say('rights:page.machine')}</a></p>
    ${section(
      say('rights:page.account'),
      list(language, [
        ...Object.entries(attributes).map((row) => [sayKnown(say, `login:claims.${row[0]}`, row[0]), row[1]] as const),
        [say('login:claims.email'), contacts.email],
        [say('login:claims.phone_number'), contacts.phone],
        ...contacts.former.map(({ value, until }): Row => [say('rights:page.former'), `${value} (${until})`]),
        [say(('words:documentType.' + document.type) as 'words:documentType.passport'), document.last_four],
        [say('words:file.expiryDate'), document.expires_on],
        [say('login:account.title'), say(`login:account.state.${lower(account.state)}`)],
        [say('rights:page.ends'), account.ends_on],
      ]),
    )}
    ${section(say('login:holder.devices'), entries(language, devices))}
    ${section(say('login:holder.logins'), entries(language, logins))}
    ${section(say('login:services.received'), entries(language, services))}
    ${section(say('rights:page.subjects'), entries(language, record.subjects))}
    ${section(say('rights:page.other'), entries(language, [...record.sessions, ...record.parcel_codes]))}
    ${section(say('rights:page.notices'), entries(language, record.notices))}
    ${applications.map((one) =>
      section(
        say('rights:page.application', { reference: one.application.reference }),
        html`${list(language, flat({ ...one.application, declared: null }))}
          ${one.application.declared === null ? html`<p>${say('rights:page.erased')}</p>` : null}
          ${list(language, flat(one.application.declared ?? {}))} ${entries(language, one.verifications)}
          ${entries(language, one.visits)} ${entries(language, one.contests)} ${entries(language, one.letters)}
          ${one.web === null ? null : list(language, flat(one.web))}
          <h3>${say('rights:looks.title')}</h3>
          ${one.looked_at.map((look) => html`<p>${sayLook(say, look, language)}</p>`)}`,
      ),
    )}
    ${section(
      say('rights:kept.title'),
      html`${record.kept_after_erasure.map(
        ({ what, reference, until }) =>
          html`<p>
            ${say(`rights:kept.${what}`, { reference, until: until === null ? '' : moment(until, language) })}
          </p>`,
      )}`,
    )}`
  return plainPage({ language, title: say('rights:page.title'), body })
}

const lower = <T extends string>(text: T) => text.toLowerCase() as Lowercase<T>

/** Who, where, when, why: "13 November 2026, 10:02: clerk, Paris Gambetta: …". */
function sayLook(say: Say, { at, by, office, purpose, seen }: Look, language: Language): string {
  const who = [say(`rights:by.${by}`), office].filter((part) => part !== null).join(', ')
  const refused = seen ? '' : ` ${say('rights:looks.refused')}`
  return `${moment(at, language)} – ${who} – ${say(`rights:purpose.${purpose}`)}${refused}`
}

function moment(at: string | Date, language: Language): string {
  const style = { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Paris' } as const
  return new Date(at).toLocaleString(locales[language], style)
}

const section = (title: string, inside: Html): Html =>
  html`<h2>${title}</h2>
    ${inside}`

const entries = (language: Language, all: readonly object[]): Html =>
  all.length === 0 ? html`<p>—</p>` : html`${all.map((one) => html`<article>${list(language, flat(one))}</article>`)}`

const list = (language: Language, rows: readonly Row[]): Html =>
  html`<dl>
    ${rows.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${valueOf(value, language)}</dd>`,
    )}
  </dl>`

function valueOf(value: unknown, language: Language): string {
  if (value instanceof Date) return moment(value, language)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '—'
}

/** Leaves of a tree, each under the names that lead to it; what is empty is left out. */
function flat(value: object, path = ''): Row[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]): Row[] => {
    const whole = path === '' ? name : `${path} › ${name}`
    if (inner === null || inner === undefined) return []
    return typeof inner === 'object' && !(inner instanceof Date) ? flat(inner, whole) : [[whole, inner]]
  })
}

const machineFile = (record: HolderRecord) =>
  `data:application/json;base64,${Buffer.from(JSON.stringify(record, null, 2)).toString('base64')}`
