import type { Central } from '../context.ts'
import type { Station } from '../stations/station.ts'
import { html, type Html } from './html.ts'
import { drawBadge, drawForm, drawTable, drawTime, type View } from './page.ts'
import { say, type Word } from './texts.ts'

const shown = 500

/** Waiting stations first: somebody is on the phone about them. */
export async function drawStations(central: Central, view: View): Promise<Html> {
  const stations = await central.db
    .selectFrom('station')
    .selectAll()
    .orderBy((eb) => eb.case().when('state', '=', 'pending').then(0).else(1).end())
    .orderBy('registered_at', 'desc')
    .limit(shown)
    .execute()
  const word = (name: Word) => say(name, view.session.language)
  const headings = ['branch', 'kind', 'state', 'thumbprint', 'registered', 'actions'] as const
  return html`<section class="card">
      <h2>${word('issueCode')}</h2>
      ${drawForm(
        view,
        '/admin/stations/codes',
        html`<label>${word('branch')}<input name="branch" required maxlength="80" autocomplete="off" /></label>
          <button class="primary">${word('issueCode')}</button>`,
      )}
    </section>
    <section class="card">
      ${drawTable(
        view,
        headings,
        stations.map((station) => drawStation(view, station)),
      )}
    </section>`
}

function drawStation(view: View, station: Station): Html {
  return html`<tr>
    <td>${station.branch_name}</td>
    <td>${say(station.kind, view.session.language)}</td>
    <td>${drawBadge(view, station.state)}</td>
    <td class="mono">${drawThumbprint(station)}</td>
    <td>${drawTime(view, station.registered_at)}</td>
    <td>${drawStationActions(view, station)}</td>
  </tr>`
}

/** Until it is activated the end is hidden: only the branch can tell it, so that nobody activates without asking. */
function drawThumbprint({ thumbprint, state }: Station): string {
  const told = state === 'pending' ? `${thumbprint.slice(0, -6)}······` : thumbprint
  return told.replace(/(.{6})(?=.)/g, '$1 ')
}

/** The branch reads the end of its thumbprint out; typing it is the comparison. */
function drawStationActions(view: View, station: Station): Html {
  const word = (name: Word) => say(name, view.session.language)
  const path = `/admin/stations/${station.station_id}`
  if (station.state === 'revoked') {
    return html`<span class="soft">${word('since')}: ${drawTime(view, station.compromised_since)}</span>`
  }
  const activation = drawForm(
    view,
    `${path}/activate`,
    html`<label>${word('ending')}<input name="ending" required minlength="6" maxlength="6" autocomplete="off" /></label>
      <button class="primary">${word('activate')}</button>`,
  )
  return html`${station.state === 'pending' ? activation : null}
    <details>
      <summary>${word('revokeStation')}</summary>
      <p class="soft">${word('revokeWarning')}</p>
      ${drawForm(
        view,
        `${path}/revoke`,
        html`<label>${word('since')}<input type="datetime-local" name="since" required /></label>
          <button class="danger">${word('revokeStation')}</button>`,
      )}
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
