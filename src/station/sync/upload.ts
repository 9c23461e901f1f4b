import { Failure } from '../../contract/failure.ts'
import { backoffMs } from '../queue/backoff.ts'
import { longestBackoffMs } from '../queue/outbox-table.ts'
import type { OutboxTable, WaitingPacket } from '../queue/outbox-table.ts'
import type { Audit } from '../audit/port.ts'
import type { Clock } from '../clock/port.ts'
import type { Bus } from '../bus/create-bus.ts'
import type { Store } from '../store/open-store.ts'
import { sendAll } from './send-packets.ts'
import type { Result, SendParts, Settled } from './send-packets.ts'

const batchSize = 96

export interface UploadParts extends SendParts {
  store: Store
  audit: Audit
  clock: Clock
  table: OutboxTable
  random: () => number
  bus: Bus
}

/**
 * Sends what is due until nothing is, what was parked long enough too: several packets at a time, one per application. While one
 * batch is under way the one before is settled and the next one is marked, in one commit. Returns the rest in milliseconds. Throws what stopped it when
 * central cannot be used.
 */
export async function upload(parts: UploadParts, signal: AbortSignal): Promise<number> {
  parts.table.offerAgain(parts.clock.now())
  if (parts.table.due(parts.clock.now(), 1).length === 0) return restUntilDue(parts)
  await parts.client.meet(signal)
  let due = turnOver(parts, [], [])
  while (due.length > 0) due = await sendWhileDue(parts, due, signal)
  return restUntilDue(parts)
}

/** Answers with what became due only by the last settlement: an application's next packet. */
async function sendWhileDue(parts: UploadParts, first: WaitingPacket[], signal: AbortSignal): Promise<WaitingPacket[]> {
  let batch = first
  let done: Settled[] = []
  while (batch.length > 0) {
    const sending = sendAll(parts, batch, signal)
    // Its requests leave before the disk is waited for.
    await new Promise((resolve) => setImmediate(resolve))
    let next: WaitingPacket[] = []
    try {
      next = turnOver(parts, done, batch)
    } finally {
      done = await sending
    }
    const paused = done.find(([, result]) => result.type === 'paused')
    if (paused?.[1].type === 'paused') {
      turnOver(parts, [...done, ...next.map((packet): Settled => [packet, { type: 'unsent' }])], null)
      throw paused[1].failure
    }
    batch = next
  }
  return turnOver(parts, done, [])
}

/** Writes down how packets fared, and marks and answers what is due beside those under way; null: nothing more for now. */
function turnOver(parts: UploadParts, done: Settled[], underWay: WaitingPacket[] | null): WaitingPacket[] {
  const { table, store, clock } = parts
  const next = store.transaction(() => {
    done.forEach(([packet, result]) => settle(parts, packet, result))
    if (underWay === null) return []
    const busy = new Set(underWay.map((packet) => packet.packetId))
    const batch = table.due(clock.now(), batchSize, busy)
    batch.forEach((packet) => table.markSent(packet.packetId))
    return batch
  })
  if (done.length > 0) announce(parts, done)
  return next
}

function restUntilDue({ table, clock }: UploadParts): number {
  const at = table.nextDueAt()
  if (at === null) return longestBackoffMs
  return Math.min(Math.max(at.getTime() - clock.now().getTime(), 250), longestBackoffMs)
}

function settle(parts: UploadParts, packet: WaitingPacket, result: Result): void {
  const { table, clock, audit } = parts
  const { packetId, sha256, seq } = packet
  const now = clock.now()
  if (result.type === 'received') {
    table.markReceived(packetId, result.receipt, result.receivedAt)
    const facts = { sha256, seq, receivedAt: result.receivedAt }
    audit.append({ action: 'packet.purged', actor: 'station', subject: packetId, facts })
  } else if (result.type === 'parked') {
    table.park(packetId, result.code, now)
    audit.append({ action: 'packet.parked', actor: 'station', subject: packetId, facts: { code: result.code } })
  } else if (result.type === 'postponed') {
    const delayMs = backoffMs(packet.attempts, parts.random(), null)
    table.postpone(packetId, new Date(now.getTime() + delayMs), result.code)
  } else if (result.type === 'paused') {
    // Due as before; the code says why it has not left.
    table.postpone(packetId, now, result.failure instanceof Failure ? result.failure.code : null)
  } else {
    table.takeBack(packetId)
  }
}

function announce({ bus }: UploadParts, results: Settled[]): void {
  const states = {
    received: 'received',
    parked: 'parked',
    postponed: 'queued',
    paused: 'queued',
    unsent: 'queued',
  } as const
  for (const [{ packetId }, result] of results)
    bus.publish({ type: 'packet_changed', packetId, state: states[result.type], centralDecision: null })
  bus.publish({ type: 'queue_changed' })
}
