import { z } from 'zod'
import { CentralDecision } from '../../contract/session.ts'
import { CentralEvent, EventsAnswer } from '../../contract/protocol/central-events.ts'
import { PacketStatusAnswer } from '../../contract/protocol/packet-answers.ts'
import type { Audit } from '../audit/port.ts'
import type { Operators } from '../people/port.ts'
import type { Bus } from '../bus/create-bus.ts'
import type { StationEvent } from '../bus/station-event.ts'
import type { OutboxTable } from '../queue/outbox-table.ts'
import type { Store } from '../store/open-store.ts'
import type { CentralClient } from './central-client.ts'
import type { CentralRecord } from './central-state.ts'

const pageSize = 100
const statusSize = 200

export interface EventParts {
  store: Store
  audit: Audit
  client: CentralClient
  central: CentralRecord
  table: OutboxTable
  operators: Pick<Operators, 'applyRevocations'>
  bus: Bus
  wipe: (reason: string) => void
}

/** Events of a newer central that this station does not know are passed over, not tripped over. */
const TolerantAnswer = EventsAnswer.extend({ events: z.array(z.looseObject({ type: z.string() })).max(1000) })

/**
 * Reads central's events from where it stopped; each page and its cursor are applied in one transaction. Central may keep the first question
 * for `waitSeconds` until there is an event. Answers whether there was one.
 */
export async function readEvents(parts: EventParts, signal: AbortSignal, waitSeconds: number): Promise<boolean> {
  for (let page = 0; ; page += 1) {
    const after = parts.central.get().eventsCursor ?? ''
    const patience = page === 0 && waitSeconds > 0 ? { heldForMs: waitSeconds * 1000 } : {}
    const wait = 'heldForMs' in patience ? `&wait=${waitSeconds}` : ''
    const path = `/v1/events?after=${encodeURIComponent(after)}&limit=${pageSize}${wait}`
    const call = { method: 'GET', path, access: 'token', answer: TolerantAnswer, signal } as const
    const { body } = await parts.client.call({ ...call, ...patience })
    const { events, next } = body!
    const known = events.flatMap((event) => CentralEvent.safeParse(event).data ?? [])
    const happened = parts.store.transaction(() => {
      const applied = known.flatMap((event) => apply(parts, event))
      if (next !== after) parts.central.set({ eventsCursor: next })
      return applied
    })
    happened.forEach(parts.bus.publish)
    const wipe = known.find((event) => event.type === 'wipe')
    if (wipe?.type === 'wipe') parts.wipe(wipe.reason)
    if (events.length < pageSize || next === after) return page > 0 || (events.length > 0 && next !== after)
  }
}

type Event<T extends CentralEvent['type']> = Extract<CentralEvent, { type: T }>
const appliers: { [T in CentralEvent['type']]: (parts: EventParts, event: Event<T>) => StationEvent[] } = {
  decision: ({ table, audit }, { packet_id, decision, reasons }) => {
    if (!table.decide(packet_id, decision)) return []
    const facts = { decision, reasons: reasons.join(' ').slice(0, 300) }
    audit.append({ action: 'packet.decided', actor: 'central', subject: packet_id, facts })
    return [changeOf(table, packet_id), { type: 'queue_changed' }]
  },
  operator_revoked: ({ operators }, { operator_id }) => {
    const operatorIds = operators.applyRevocations([operator_id])
    return operatorIds.length > 0 ? [{ type: 'operators_revoked', operatorIds }] : []
  },
  application_recalled: ({ store, audit }, { reference }) => {
    store.db.prepare('DELETE FROM drafts WHERE reference = ?').run(reference)
    store.db.prepare('DELETE FROM visit_marks WHERE reference = ?').run(reference)
    store.db.prepare('DELETE FROM appointments WHERE reference = ?').run(reference)
    audit.append({ action: 'application.recalled', actor: 'central', subject: reference, facts: {} })
    return [{ type: 'application_recalled', reference }]
  },
  wipe: () => [],
}

const apply = <T extends CentralEvent['type']>(parts: EventParts, event: Event<T>): StationEvent[] =>
  (appliers[event.type as T] as (parts: EventParts, event: Event<T>) => StationEvent[])(parts, event)

function changeOf(table: OutboxTable, packetId: string): StationEvent {
  const { state, centralDecision } = table.find(packetId)!
  return { type: 'packet_changed', packetId, state, centralDecision }
}

/** Asks about packets whose decision never came: events may have been missed while this station was restored. */
export async function askStatus(parts: EventParts, signal: AbortSignal): Promise<void> {
  const packet_ids = parts.table.undecided(statusSize)
  if (packet_ids.length === 0) return
  const { body } = await parts.client.call({
    method: 'POST',
    path: '/v1/packets/status',
    access: 'token',
    body: JSON.stringify({ packet_ids }),
    headers: { 'content-type': 'application/json' },
    answer: PacketStatusAnswer,
    signal,
  })
  const decided = body!.packets.flatMap(({ packet_id, state }) => {
    const decision = CentralDecision.safeParse(state)
    const isNews = decision.success && parts.table.find(packet_id)?.centralDecision !== decision.data
    return isNews ? [{ packet_id, decision: decision.data }] : []
  })
  parts.store.transaction(() => decided.forEach((one) => parts.table.decide(one.packet_id, one.decision)))
  for (const { packet_id } of decided) parts.bus.publish(changeOf(parts.table, packet_id))
}
