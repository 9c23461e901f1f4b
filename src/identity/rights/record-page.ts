import { html, type Html } from '../../central/admin/html.ts'
import type { Language } from '../../contract/identity.ts'
import type { Look } from '../../contract/identity/rights.ts'
import { sayDay, sayMoment } from '../../texts/say-time.ts'
import { textsIn, type Say } from '../../texts/texts-in.ts'
import { plainPage } from '../http/plain-page.ts'
import type { HolderRecord } from './holder-record.ts'
import { drawRows, rowsOf, sayField, sayValue, type Row } from './record-tree.ts'

/**
 * The record as a page to read and to print, without scripts and with nothing to fetch; the same for machines is a link in it, so that the one
 * file is both.
 */
export function recordPage(record: HolderRecord, language: Language): string {
  const say = textsIn(language)
  const { attributes, contacts, document, account, devices, logins, services, applications } = record
  const body = html`<p>${say('rights:page.lead', { at: sayMoment(record.made_at, language) })}</p>
    <p><a href="${machineFile(record)}" download="guichet.json">${say('rights:page.machine')}</a></p>
    ${section(
      say('rights:page.account'),
      drawRows([
        ...Object.entries(attributes).map(([name, value]): Row => [
          sayField(name, language),
          sayValue(name, value, language),
        ]),
        [say('login:claims.email'), contacts.email],
        [say('login:claims.phone_number'), contacts.phone],
        ...contacts.former.map(({ value, until }): Row => [
          say('rights:page.former'),
          `${value} (${sayDay(until, language)})`,
        ]),
        [say(`documents:${document.type}.name`), document.last_four],
        [say('words:file.expiryDate'), sayValue('expires_on', document.expires_on, language)],
        [say('login:account.title'), say(`login:account.state.${lower(account.state)}`)],
        [say('rights:page.ends'), sayDay(account.ends_on, language)],
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
        html`${drawRows(rowsOf({ ...one.application, declared: null }, language))}
          ${one.application.declared === null ? html`<p>${say('rights:page.erased')}</p>` : null}
          ${drawRows(rowsOf(one.application.declared ?? {}, language))} ${entries(language, one.verifications)}
          ${entries(language, one.visits)} ${entries(language, one.contests)} ${entries(language, one.letters)}
          ${one.web === null ? null : drawRows(rowsOf(one.web, language))}
          <h3>${say('rights:looks.title')}</h3>
          ${one.looked_at.map((look) => html`<p>${sayLook(say, look, language)}</p>`)}`,
      ),
    )}
    ${section(
      say('rights:kept.title'),
      html`${record.kept_after_erasure.map(
        ({ what, reference, until }) =>
          html`<p>
            ${say(`rights:kept.${what}`, { reference, until: until === null ? '' : sayMoment(until, language) })}
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
  return `${sayMoment(at, language)} – ${who} – ${say(`rights:purpose.${purpose}`)}${refused}`
}

const section = (title: string, inside: Html): Html =>
  html`<h2>${title}</h2>
    ${inside}`

const entries = (language: Language, all: readonly object[]): Html =>
  all.length === 0
    ? html`<p>—</p>`
    : html`${all.map((one) => html`<article>${drawRows(rowsOf(one, language))}</article>`)}`

const machineFile = (record: HolderRecord) =>
  `data:application/json;base64,${Buffer.from(JSON.stringify(record, null, 2)).toString('base64')}`
