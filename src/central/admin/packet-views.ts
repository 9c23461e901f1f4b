import { z } from 'zod'
import type { Language } from '../../contract/identity.ts'
import { stories } from '../../enrolment/visit-story.ts'
import { approvalGroundsFor, OwnRefusalGround, SecondVisitGround } from '../adjudication/review-grounds.ts'
import type { Central } from '../context.ts'
import { html, type Html } from './html.ts'
import { sayCaseUnknown } from './case/case-texts.ts'
import { caseLink } from './case/case-link.ts'
import { listPackets, type ListedPacket, type PacketFilter, type ReferencedPacket } from './packet-list.ts'
import {
  drawBadge,
  drawFilters,
  drawForm,
  drawPager,
  drawSearch,
  drawTable,
  drawTime,
  linkTo,
  type Section,
  type View,
} from './page.ts'
import { packetStates, type Query } from './query.ts'
import { say, sayReason, type Word } from './texts.ts'

const headings = ['reference', 'station', 'capturedReceived', 'decision', 'reasons'] as const
const packetStateOf = (state: Query['state']) => packetStates.find((one) => one === state) ?? null

/** The newest files first: of one state or of all, of one kiosk, those after a gap, or the one of a number. */
export async function drawPackets(central: Central, view: View, query: Query): Promise<Html> {
  const { language } = view.session
  const state = packetStateOf(query.state)
  const { station, gap, q } = query
  const number = z.uuid().safeParse(q.toLowerCase())
  const { rows, next } = await listPackets(central, {
    states: number.success || state === null ? packetStates : [state],
    order: 'desc',
    after: query.after,
    station: number.success ? null : station,
    packetId: number.data ?? null,
    gapOnly: gap !== null,
  })
  const filters = [null, ...packetStates].map((one) => ({
    name: say(one ?? 'all', language),
    href: linkTo('packets', { state: one, station }),
    present: one === state && gap === null,
  }))
  const gaps = {
    name: sayReason('sequence_gap', language),
    href: linkTo('packets', { gap: 1, station }),
    present: gap !== null,
  }
  return html`<section class="card">
    ${drawFilters(view, 'state', [...filters, gaps])} ${drawSearch(view, 'packets', 'searchPacket', q)}
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
    ${drawPages(view, 'packets', { state, station, gap }, query, next)}
  </section>`
}

/** What waits for a person, the longest waiting first: each with the two decisions and a reason to give. */
export async function drawReview(central: Central, view: View, query: Query): Promise<Html> {
  const set: PacketFilter['states'] = ['MANUAL_REVIEW', 'QUARANTINED']
  const all = { station: null, packetId: null, gapOnly: false }
  const { rows, next } = await listPackets(central, { states: set, order: 'asc', after: query.after, ...all })
  return html`<section class="card">
    <p class="soft">${say('oldestFirst', view.session.language)}</p>
    ${drawTable(
      view,
      headings,
      rows.map(
        (row) =>
          html`<tr>
              ${drawPacketCells(view, row)}
            </tr>
            <tr>
              <td colspan="${headings.length}">${drawDecision(view, row)}</td>
            </tr>`,
      ),
    )}
    ${drawPages(view, 'review', {}, query, next)}
  </section>`
}

type Narrowing = { state?: string | null; station?: string | null; gap?: string | null }

function drawPages(view: View, section: Section, kept: Narrowing, { after }: Query, next: string | null) {
  const first = after === null ? null : linkTo(section, kept)
  return drawPager(view, first, next === null ? null : linkTo(section, { ...kept, after: next }))
}

function drawPacketCells(view: View, row: ReferencedPacket): Html {
  const { language } = view.session
  const list = (codes: string[]) => codes.map((code) => html`<div>${sayReason(code, language)}</div>`)
  return html`<td class="mono">
      <a href="${caseLink(row.application_id)}">${row.reference ?? sayCaseUnknown(language)}</a><br />
      <span class="soft">${row.packet_id.slice(-12)}<br />n° ${row.seq}</span>
    </td>
    <td>${row.branch_name}<br /><span class="soft">${row.operator_id}</span></td>
    <td>${drawTime(view, row.captured_at)}<br />${drawTime(view, row.received_at)}</td>
    <td>${drawBadge(view, row.outcome)}<br />${drawBadge(view, row.state)}</td>
    <td>
      ${list(row.reasons)}
      <div class="soft">${list(row.gap ? ['sequence_gap', ...row.notes] : row.notes)}</div>
    </td>`
}

/** A list with nothing chosen. */
const drawGrounds = (name: string, label: string, grounds: readonly string[], language: Language): Html =>
  html`<label
    >${label}<select name="${name}">
      <option value=""></option>
      ${grounds.map((ground) => html`<option value="${ground}">${sayReason(ground, language)}</option>`)}
    </select></label
  >`

/** The three decisions on one that waits, each with its grounds: equal answers, none of which Enter gives. */
export function drawDecision(view: View, row: Pick<ListedPacket, 'station_id' | 'packet_id' | 'reasons'>): Html {
  const { language } = view.session
  const word = (name: Word) => say(name, language)
  return drawForm(
    view,
    `/admin/packets/${row.station_id}/${row.packet_id}/decide`,
    // Enter in a field presses a form's first button: this one does nothing.
    html`<button disabled hidden></button>
      <fieldset>
        <legend>${word('checkedGrounds')}</legend>
        ${approvalGroundsFor(row.reasons).map(
          (ground) =>
            html`<label
              ><input type="checkbox" name="${ground}" value="${ground}" />${sayReason(ground, language)}</label
            >`,
        )}
      </fieldset>
      ${drawGrounds('again', word('secondVisitWhy'), SecondVisitGround.options, language)}
      ${drawGrounds('refuse', word('rejectWhy'), [...stories.refused.reasons, ...OwnRefusalGround.options], language)}
      <label>${word('reason')}<input name="reason" required minlength="3" maxlength="200" autocomplete="off" /></label>
      <button name="state" value="APPROVED">${word('approve')}</button>
      <button name="state" value="NOT_VERIFIED">${word('secondVisit')}</button>
      <button name="state" value="REJECTED">${word('reject')}</button>`,
  )
}
