import { caseLink } from '../case/case-link.ts'
import { html, type Html } from '../html.ts'
import { drawBadge, drawTable, drawTime, linkTo, type View } from '../page.ts'
import { say, type Word } from '../texts.ts'
import { mostFound, type Found } from './find.ts'

/** What a fragment was found in, kind by kind; of each kind only what there is. */
export function drawFound(view: View, q: string, found: Found): Html {
  const word = (name: Word) => say(name, view.session.language)
  const kinds = [
    drawKind(view, 'reference', ['reference'], found.references, ({ application_id, reference }) => [
      html`<a class="mono" href="${caseLink(application_id)}">${reference}</a>`,
    ]),
    drawKind(view, 'packets', ['packet', 'station', 'received', 'state'], found.packets, (one) => [
      html`<a class="mono" href="${caseLink(one.application_id)}">${one.packet_id}</a>`,
      html`${one.branch_name}`,
      drawTime(view, one.received_at),
      drawBadge(view, one.state),
    ]),
    drawKind(view, 'stations', ['station', 'kind', 'state', 'lastContact'], found.stations, (one) => [
      html`<a href="${linkTo('stations', { q: one.branch_name })}">${one.branch_name}</a><br />
        <span class="mono soft">${one.station_id}</span>`,
      html`${word(one.kind)}`,
      drawBadge(view, one.state),
      drawTime(view, one.last_seen_at),
    ]),
    drawKind(view, 'searchBranches', ['branch', 'identifier'], found.branches, (one) => [
      html`<a href="${linkTo('stations', { q: one.name })}">${one.name}</a> ${one.postcode}`,
      html`<span class="mono">${one.branch_id}</span>`,
    ]),
    drawKind(view, 'operators', ['operator', 'identifier'], found.people, (one) => [
      html`<a href="${linkTo('operators', { q: one.person_id })}">${one.display_name}</a>
        ${one.revoked_at === null ? null : drawBadge(view, 'revoked')}`,
      html`<span class="mono">${one.person_id}</span>`,
    ]),
  ].filter((kind) => kind !== null)
  const none = q === '' ? null : html`<p>${word('none')}</p>`
  return html`<section class="card">
      <form class="row" method="get" action="/admin/search">
        <label>${word('searchAll')}<input name="q" value="${q}" maxlength="80" autocomplete="off" /></label>
        <button class="primary">${word('search')}</button>
      </form>
      <p class="soft">${word('searchHint')}</p>
      ${kinds.length === 0 ? none : null}
    </section>
    ${kinds}`
}

function drawKind<T>(
  view: View,
  title: Word,
  headings: readonly Word[],
  found: readonly T[],
  cells: (one: T) => Html[],
): Html | null {
  if (found.length === 0) return null
  const { language } = view.session
  return html`<section class="card">
    <h2>${say(title, language)}</h2>
    ${drawTable(
      view,
      headings,
      found.slice(0, mostFound).map(
        (one) =>
          html`<tr>
            ${cells(one).map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      ),
    )}
    ${found.length > mostFound ? html`<p class="soft">${say('mostFound', language)}</p>` : null}
  </section>`
}
