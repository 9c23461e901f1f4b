import { sayKnown, textsIn } from '../../../texts/texts-in.ts'
import { html, type Html } from '../html.ts'
import { drawBadge, drawTime, type View } from '../page.ts'
import { drawDecision } from '../packet-views.ts'
import { deedsOf, isOneOf } from '../roles.ts'
import { say, sayDocument, sayReason } from '../texts.ts'
import { drawOpened, type OpenedPart } from './opened-views.ts'
import { drawFacts } from '../draw-parts.ts'
import { caseLink } from './case-link.ts'
import type { CaseRecord } from './read-case.ts'
import type { CasePacket } from './read-packets.ts'

const undecided: readonly string[] = ['MANUAL_REVIEW', 'QUARANTINED']

/** One visit of the application: what came of it, who released what, what to open, and the decision where one is to be taken. */
export function drawPacketSection(view: View, record: CaseRecord, packet: CasePacket, opened: OpenedPart | null): Html {
  const { language } = view.session
  const t = textsIn(language)
  const isOpen = opened?.packetId === packet.packet_id
  const mayDecide = undecided.includes(packet.state) && isOneOf(view.session, deedsOf['packet.decide'])
  const list = (codes: string[]) => codes.map((code) => html`<div>${sayReason(code, language)}</div>`)
  return html`<section class="card" id="packet-${packet.packet_id}">
    <h2>${say('packet', language)} n° ${packet.seq}, ${packet.branch_name}</h2>
    <p>${drawBadge(view, packet.outcome)} → ${drawBadge(view, packet.state)} ${drawTime(view, packet.decided_at)}</p>
    ${packet.reasons.length === 0 ? null : html`<div>${list(packet.reasons)}</div>`}
    ${packet.notes.length === 0 ? null : html`<div class="soft">${list(packet.notes)}</div>`}
    ${drawFacts(factsOf(view, packet))}
    ${packet.erased_at === null ? drawOpening(view, record, packet, isOpen) : html`<p class="soft">${t('admin-case:erased')}</p>`}
    ${isOpen ? drawOpened(view, opened) : null} ${mayDecide ? drawDecision(view, packet) : null}
  </section>`
}

function factsOf(view: View, packet: CasePacket): [string, string | Html][] {
  const { language } = view.session
  const t = textsIn(language)
  const { figure, kept } = packet
  const kind = figure?.document ?? kept?.document_type
  const facts: [string, string | Html][] = [
    [say('operator', language), packet.operator_id],
    [say('captured', language), drawTime(view, packet.captured_at)],
    [say('received', language), drawTime(view, packet.received_at)],
    [t('admin-case:number'), html`<span class="mono">${packet.packet_id}</span>`],
  ]
  if (packet.delivered_by !== packet.station_id)
    facts.push([t('admin-case:broughtBy'), html`<span class="mono">${packet.delivered_by}</span>`])
  if (kind) facts.push([t('admin-case:document'), sayKnown(t, `documents:${kind}.name`, sayDocument(kind, language))])
  if (packet.managers.length > 0) facts.push([t('admin-case:releasedBy'), packet.managers.join(', ')])
  if (figure === null) return facts
  if (figure.seconds !== null)
    facts.push([t('admin-case:minutes'), t('admin-case:minutesOf', { n: Math.round(figure.seconds / 60) })])
  if (figure.retries > 0) facts.push([t('admin-case:retries'), String(figure.retries)])
  if (figure.reader !== null) facts.push([t('admin-case:reader'), figure.reader])
  return facts
}

function drawOpening(
  view: View,
  { applicationId }: CaseRecord,
  { packet_id }: CasePacket,
  isOpen: boolean,
): Html | null {
  if (isOpen) return null
  const t = textsIn(view.session.language)
  return html`<p>
    <a class="button" href="${caseLink(applicationId, packet_id)}">${t('admin-case:open')}</a>
    <span class="soft">${t('admin-case:openHint')}</span>
  </p>`
}
