import type { ExpressionBuilder } from 'kysely'
import { lateAfterMs } from '../adjudication/sequence.ts'
import type { Central } from '../context.ts'
import type { StoredState, Tables } from '../database/tables.ts'
import { html, type Html } from './html.ts'
import { drawBadge, drawForm, drawTable, drawTime, pathOf, type View } from './page.ts'
import { say, sayReason, type Word } from './texts.ts'

const shown = 100
export const packetStates = ['RECEIVED', 'VERIFYING', 'APPROVED', 'REJECTED', 'MANUAL_REVIEW', 'QUARANTINED'] as const

function listPackets({ db, now }: Central, states: readonly StoredState[]) {
  const lateSince = new Date(now().getTime() - lateAfterMs)
  return db
    .selectFrom('packet')
    .innerJoin('station', 'station.station_id', 'packet.station_id')
    .select(['branch_name', 'packet.station_id', 'packet_id', 'seq', 'operator_id', 'outcome'])
    .select(['packet.state', 'reasons', 'notes', 'captured_at', 'received_at', 'decided_by'])
    .select((eb) => eb.and([eb('gap_since', '<', lateSince), eb.not(eb.exists(packetBefore(eb)))]).as('gap'))
    .where('packet.state', 'in', states)
    .orderBy('received_at', 'desc')
    .limit(shown)
    .execute()
}

/** Asked again here: the one before may have come and wait for its turn. */
function packetBefore(eb: ExpressionBuilder<Tables, 'packet'>) {
  return eb
    .selectFrom('packet as before')
    .select('before.seq')
    .whereRef('before.station_id', '=', 'packet.station_id')
    .whereRef('before.seq', '=', (at) => at('packet.seq', '-', 1))
}
type ListedPacket = Awaited<ReturnType<typeof listPackets>>[number]

const headings = ['packet', 'station', 'operator', 'captured', 'received', 'outcome', 'decision', 'reasons'] as const

/** The newest packets, of one state or of all. Nothing personal: the packets stay sealed. */
export async function drawPackets(central: Central, view: View, state: StoredState | null): Promise<Html> {
  const rows = await listPackets(central, state === null ? packetStates : [state])
  const { language } = view.session
  const filters = [null, ...packetStates].map((one) => {
    const name = one === null ? say('all', language) : say(one, language)
    const href = one === null ? pathOf('packets') : `${pathOf('packets')}?state=${one}`
    return one === state ? html`<a href="${href}" aria-current="page">${name}</a>` : html`<a href="${href}">${name}</a>`
  })
  return html`<section class="card">
    <nav aria-label="${say('state', language)}">${filters}</nav>
    <p class="soft">${say('newestFirst', language)}</p>
    ${drawTable(
      view,
      headings,
      rows.map(
        (row) =>
          html`<tr>
            ${drawPacketCells(view, row)}
          </tr>`,
      ),
    )}
  </section>`
}

/** What waits for a person: each with the two decisions and a reason to give. */
export async function drawReview(central: Central, view: View): Promise<Html> {
  const rows = await listPackets(central, ['MANUAL_REVIEW', 'QUARANTINED'])
  return html`<section class="card">
    ${drawTable(
      view,
      [...headings, 'actions'],
      rows.map(
        (row) =>
          html`<tr>
            ${drawPacketCells(view, row)}
            <td>${drawDecision(view, row)}</td>
          </tr>`,
      ),
    )}
  </section>`
}

function drawPacketCells(view: View, row: ListedPacket): Html {
  const { language } = view.session
  const list = (codes: string[]) => codes.map((code) => html`<div>${sayReason(code, language)}</div>`)
  return html`<td class="mono">${row.packet_id.slice(-12)}<br /><span class="soft">n° ${row.seq}</span></td>
    <td>${row.branch_name}</td>
    <td>${row.operator_id}</td>
    <td>${drawTime(view, row.captured_at)}</td>
    <td>${drawTime(view, row.received_at)}</td>
    <td>${drawBadge(view, row.outcome)}</td>
    <td>${drawBadge(view, row.state)}</td>
    <td>
      ${list(row.reasons)}
      <div class="soft">${list(row.gap ? ['sequence_gap', ...row.notes] : row.notes)}</div>
    </td>`
}

function drawDecision(view: View, row: ListedPacket): Html {
  const word = (name: Word) => say(name, view.session.language)
  return drawForm(
    view,
    `/admin/packets/${row.station_id}/${row.packet_id}/decide`,
    html`<label
        >${word('reason')}<input name="reason" required minlength="3" maxlength="200" autocomplete="off"
      /></label>
      <button name="state" value="APPROVED" class="primary">${word('approve')}</button>
      <button name="state" value="REJECTED" class="danger">${word('reject')}</button>`,
  )
}

/** How many packets and stations there are of each state, each a way to them. */
export async function drawOverview({ db }: Central, view: View): Promise<Html> {
  const { language } = view.session
  const count = (table: 'packet' | 'station') =>
    db
      .selectFrom(table)
      .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
      .groupBy('state')
      .orderBy('state')
      .execute()
  const tile = (href: string, state: Word, n: number) =>
    html`<a href="${href}"><strong>${n}</strong>${say(state, language)}</a>`
  const [packets, stations] = await Promise.all([count('packet'), count('station')])
  return html`<section>
      <h2>${say('packets', language)}</h2>
      <p class="tiles">
        ${packets.map((row) => tile(`${pathOf('packets')}?state=${row.state}`, row.state, row.count))}
      </p>
    </section>
    <section>
      <h2>${say('stations', language)}</h2>
      <p class="tiles">${stations.map((row) => tile(pathOf('stations'), row.state, row.count))}</p>
    </section>`
}
