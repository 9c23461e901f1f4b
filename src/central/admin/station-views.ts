import { endingOf, readableThumbprint, thumbprintBeginning } from '../../contract/readable-thumbprint.ts'
import type { Selectable } from 'kysely'
import type { Central } from '../context.ts'
import type { Tables } from '../database/tables.ts'
import { headsOf } from '../stations/audit-head.ts'
import type { Station } from '../stations/station.ts'
import { html, type Html } from './html.ts'
import {
  drawBadge,
  drawFilters,
  drawForm,
  drawPager,
  drawSearch,
  drawTable,
  drawTime,
  linkTo,
  literally,
  type Narrowed,
  type View,
} from './page.ts'
import { stationStates, type Query } from './query.ts'
import { say, type Word } from './texts.ts'
import { drawSince } from './zoned-time.ts'

const pageSize = 100

/** Waiting stations first: somebody is on the phone about them. One more than a page, to know whether there is another. */
function listStations({ db }: Central, { state, q, page }: Pick<Query, 'state' | 'q' | 'page'>) {
  const wanted = stationStates.find((one) => one === state)
  const read = thumbprintBeginning(q)
  return db
    .selectFrom('station')
    .selectAll()
    .$if(wanted !== undefined, (query) => query.where('state', '=', wanted!))
    .$if(q !== '', (query) =>
      query.where((eb) =>
        eb.or([
          eb('branch_name', 'ilike', `%${literally(q)}%`),
          eb('thumbprint', 'like', `${literally(q)}%`),
          ...(read === '' ? [] : [eb('thumbprint', 'like', `${literally(read)}%`)]),
        ]),
      ),
    )
    .orderBy((eb) => eb.case().when('state', '=', 'pending').then(0).else(1).end())
    .orderBy('registered_at', 'desc')
    .orderBy('station_id')
    .offset((page - 1) * pageSize)
    .limit(pageSize + 1)
    .execute()
}

export async function drawStations(central: Central, view: View, query: Query): Promise<Html> {
  const found = await listStations(central, query)
  const heads = await headsOf(
    central.db,
    found.map(({ station_id }) => station_id),
  )
  const word = (name: Word) => say(name, view.session.language)
  const { state, q, page } = query
  const link = (other: Narrowed) => linkTo('stations', { state, q, ...other })
  const filters = [null, ...stationStates].map((one) => ({
    name: word(one ?? 'all'),
    href: link({ state: one }),
    present: one === state,
  }))
  const headings = ['branch', 'kind', 'state', 'thumbprint', 'registered', 'actions'] as const
  return html`<section class="card">
      <h2>${word('issueCode')}</h2>
      ${drawForm(
        view,
        '/admin/stations/codes',
        html`<label>${word('branch')}<input name="branch" required maxlength="80" autocomplete="off" /></label>
          <label
            >${word('firstManager')}<input
              name="manager"
              ${view.environment === 'production' ? html`required` : null}
              maxlength="32"
              autocomplete="off"
              autocapitalize="none"
          /></label>
          <button class="primary">${word('issueCode')}</button>`,
      )}
    </section>
    <section class="card">
      ${drawFilters(view, 'state', filters)} ${drawSearch(view, 'stations', 'searchStation', q, { state })}
      ${drawTable(
        view,
        headings,
        found.slice(0, pageSize).map((station) => drawStation(view, station, heads.get(station.station_id))),
      )}
      ${drawPager(view, page > 1 ? link({}) : null, found.length > pageSize ? link({ page: page + 1 }) : null)}
    </section>`
}

function drawStation(view: View, station: Station, head: Head | undefined): Html {
  return html`<tr>
    <td>
      ${station.branch_name}<br /><a class="soft" href="${linkTo('packets', { station: station.station_id })}"
        >${say('filesOf', view.session.language)}</a
      >
    </td>
    <td>${say(station.kind, view.session.language)}<br /><span class="soft">${station.software_version}</span></td>
    <td>${drawBadge(view, station.state)}</td>
    <td class="mono">${drawThumbprint(view, station)} ${head === undefined ? null : drawHead(view, head)}</td>
    <td>${drawTime(view, station.registered_at)}</td>
    <td>${drawStationActions(view, station)}</td>
  </tr>`
}

type Head = Selectable<Tables['audit_head']>

/** Where the kiosk's audit log ends, to compare with an exported one; and that it was cut, where it was. */
function drawHead(view: View, { seq, hash, received_at, cut_at, cut_seq, left_seq }: Head): Html {
  const { language } = view.session
  const cut = html`<p class="notice bad">
    ${say('auditCut', language)} ${drawTime(view, cut_at)}: ${cut_seq} → ${left_seq}
  </p>`
  return html`${cut_at === null ? null : cut}
    <details>
      <summary>${say('auditHead', language)}</summary>
      ${seq}:${hash} (${drawTime(view, received_at)})
    </details>`
}

/** Until it is activated the end is hidden: only the branch can tell it, so that nobody activates without asking. */
function drawThumbprint(view: View, { thumbprint, state }: Station): Html {
  const groups = readableThumbprint(thumbprint).split('-')
  const hidden = groups.length - endingOf(thumbprint).split('-').length
  const told = groups.map((group, i) => (state === 'pending' && i >= hidden ? '····' : group)).join(' ')
  if (state === 'pending') return html`${told}`
  return html`${told}
    <details>
      <summary>${say('wholeThumbprint', view.session.language)}</summary>
      ${thumbprint}
    </details>`
}

/** The branch reads the end of its thumbprint out; typing it is the comparison. */
function drawStationActions(view: View, station: Station): Html {
  const word = (name: Word) => say(name, view.session.language)
  const path = `/admin/stations/${station.station_id}`
  if (station.state === 'revoked') {
    return html`<span class="soft">${word('since')}: ${drawTime(view, station.compromised_since)}</span>`
  }
  const again = drawChoice(view, 'registerAgain', 'registerAgainHint', `${path}/again`)
  if (station.state === 'retired') {
    return html`<span class="soft">${word('since')}: ${drawTime(view, station.retired_at)}</span> ${again}`
  }
  const activation = drawForm(
    view,
    `${path}/activate`,
    html`<label>${word('ending')}<input name="ending" required maxlength="20" autocomplete="off" /></label>
      <button class="primary">${word('activate')}</button>`,
  )
  return html`${station.state === 'pending' ? activation : null} ${drawPeopleOf(view, path)}
    <details>
      <summary>${word('rename')}</summary>
      ${drawForm(
        view,
        `${path}/rename`,
        html`<label
            >${word('branch')}<input
              name="branch"
              required
              maxlength="80"
              autocomplete="off"
              value="${station.branch_name}" /></label
          ><button>${word('rename')}</button>`,
      )}
    </details>
    ${again} ${drawChoice(view, 'replaceStation', 'replaceHint', `${path}/replace`)}
    ${drawChoice(view, 'retireStation', 'retireWarning', `${path}/retire`)}
    <details>
      <summary>${word('revokeStation')}</summary>
      <p class="soft">${word('revokeWarning')}</p>
      ${drawForm(
        view,
        `${path}/revoke`,
        html`${drawSince(view, station.time_zone)}<button class="danger">${word('revokeStation')}</button>`,
      )}
    </details>`
}

/** One thing to do, and what comes of it. */
function drawChoice(view: View, name: Word, hint: Word, path: string): Html {
  const word = (one: Word) => say(one, view.session.language)
  return html`<details>
    <summary>${word(name)}</summary>
    <p class="soft">${word(hint)}</p>
    ${drawForm(view, path, html`<button>${word(name)}</button>`)}
  </details>`
}

/** Who works at a kiosk is said here, by their identifiers. */
function drawPeopleOf(view: View, path: string): Html {
  const word = (name: Word) => say(name, view.session.language)
  const field = html`<label
    >${word('identifier')}<input name="person" required maxlength="32" autocomplete="off"
  /></label>`
  return html`<details>
    <summary>${word('people')}</summary>
    ${drawForm(view, `${path}/people`, html`${field}<button>${word('assignPerson')}</button>`)}
    ${drawForm(view, `${path}/people/remove`, html`${field}<button>${word('unassignPerson')}</button>`)}
  </details>`
}

/** The one time a registration code is shown. */
export function drawIssuedCode(view: View, branch: string, code: string): Html {
  const { language } = view.session
  return html`<section class="card" role="status">
    <h2>${say('codeIssued', language)}</h2>
    <p>${branch}</p>
    <p class="code">${code}</p>
    <p class="soft">${say('codeOnce', language)}</p>
    <p><a href="/admin/stations">${say('stations', language)}</a></p>
  </section>`
}
