import { createHash } from 'node:crypto'
import { Failure, codeOf } from '../../contract/failure.ts'
import type { FailureCode } from '../../contract/failure.ts'
import { PutPacketAnswer } from '../../contract/sync.ts'
import { backoffMs } from '../queue/backoff.ts'
import { longestBackoffMs } from '../queue/outbox-table.ts'
import type { OutboxTable, WaitingPacket } from '../queue/outbox-table.ts'
import type { Audit, Clock, SyncNotice } from '../ports.ts'
import type { Store } from '../store/open-store.ts'
import type { CentralClient } from './central-client.ts'
import type { CentralRecord } from './central-state.ts'
import { Refusal } from './refusal.ts'
import { verifyReceipt } from './verify-central.ts'

const batchSize = 96
const lanes = 16
/** A refusal that parks is believed when it comes again: the first may have been damaged on the way. */
const attemptsBeforeParking = 1
/** What may pass by itself (an unknown key id after a rotation, a code we do not know) is parked after so many attempts. */
const attemptsOfDoubt = 10

type Result =
  | { type: 'received'; receipt: string; receivedAt: string }
  | { type: 'postponed'; code: FailureCode }
  | { type: 'parked'; code: FailureCode }
  /** Nothing wrong with this packet: central cannot be used now. */
  | { type: 'paused'; failure: unknown }

type Treatment = 'postponed' | 'doubtful' | 'parked' | 'paused'
/** What a refusal of one packet means; what is not listed pauses the upload when temporary, and is in doubt otherwise. */
const treatments: Partial<Record<FailureCode, Treatment>> = {
  packet_digest_mismatch: 'postponed',
  clock_skew: 'postponed',
  packet_undecryptable: 'doubtful',
  receipt_invalid: 'postponed',
  central_response_invalid: 'postponed',
  packet_conflict: 'parked',
  packet_too_large: 'parked',
  packet_signature_invalid: 'parked',
  packet_schema_invalid: 'parked',
  packet_sequence_invalid: 'parked',
  training_forbidden: 'paused',
  rate_limited: 'paused',
  unavailable: 'paused',
  nonce_required: 'paused',
  token_invalid: 'paused',
  proof_invalid: 'paused',
  station_pending: 'paused',
  station_revoked: 'paused',
  station_not_registered: 'paused',
  central_unreachable: 'paused',
  forbidden: 'paused',
}

export interface UploadParts {
  store: Store
  audit: Audit
  clock: Clock
  table: OutboxTable
  client: CentralClient
  central: CentralRecord
  random: () => number
  /** Fetches the configuration anew: central's keys may have changed. */
  refreshKeys: (signal: AbortSignal) => Promise<void>
  notify: (notice: SyncNotice) => void
}

/**
 * Sends what is due until nothing is, several packets at a time, one per application. Returns the rest in milliseconds.
 * Throws what stopped it when central cannot be used.
 */
export async function upload(parts: UploadParts, signal: AbortSignal): Promise<number> {
  for (;;) {
    signal.throwIfAborted()
    const batch = parts.table.due(parts.clock.now(), batchSize)
    if (batch.length === 0) return restUntilDue(parts)
    await parts.client.meet(signal)
    parts.store.transaction(() => batch.forEach((packet) => parts.table.markSent(packet.packetId)))
    const results = await sendAll(parts, batch, signal)
    parts.store.transaction(() => results.forEach(([packet, result]) => settle(parts, packet, result)))
    announce(parts, results)
    const paused = results.find(([, result]) => result.type === 'paused')
    if (paused?.[1].type === 'paused') throw paused[1].failure
  }
}

function restUntilDue({ table, clock }: UploadParts): number {
  const at = table.nextDueAt()
  if (at === null) return longestBackoffMs
  return Math.min(Math.max(at.getTime() - clock.now().getTime(), 250), longestBackoffMs)
}

async function sendAll(
  parts: UploadParts,
  batch: WaitingPacket[],
  signal: AbortSignal,
): Promise<[WaitingPacket, Result][]> {
  const results: [WaitingPacket, Result][] = []
  const left = [...batch]
  let stopped: unknown = null
  const work = async () => {
    for (let packet = left.shift(); packet !== undefined; packet = left.shift()) {
      const result: Result = stopped === null ? await send(parts, packet, signal) : { type: 'paused', failure: stopped }
      if (result.type === 'paused') stopped = result.failure
      results.push([packet, result])
    }
  }
  await Promise.all(Array.from({ length: lanes }, work))
  return results
}

async function send(parts: UploadParts, packet: WaitingPacket, signal: AbortSignal): Promise<Result> {
  try {
    const digest = createHash('sha256').update(packet.jwe).digest('base64')
    const { body } = await parts.client.call({
      method: 'PUT',
      path: `/v1/packets/${packet.packetId}`,
      access: 'token',
      body: packet.jwe,
      headers: { 'content-type': 'application/jose', 'content-digest': `sha-256=:${digest}:` },
      answer: PutPacketAnswer,
      signal,
    })
    return await acceptReceipt(parts, packet, body?.receipt ?? '', signal)
  } catch (error) {
    return treat(parts, packet, error, signal)
  }
}

async function acceptReceipt(
  parts: UploadParts,
  packet: WaitingPacket,
  receipt: string,
  signal: AbortSignal,
): Promise<Result> {
  const check = () => verifyReceipt(receipt, packet, parts.central.get().signingKeys)
  let verified = check()
  if (verified === null) {
    await parts.refreshKeys(signal)
    verified = check()
  }
  if (verified === null) return { type: 'postponed', code: 'receipt_invalid' }
  return { type: 'received', receipt, receivedAt: verified.received_at }
}

async function treat(parts: UploadParts, packet: WaitingPacket, error: unknown, signal: AbortSignal): Promise<Result> {
  const code = codeOf(error)
  if (signal.aborted || !(error instanceof Failure)) return { type: 'paused', failure: error }
  const isTemporary = error instanceof Refusal && (error.status >= 500 || error.status === 429)
  const treatment = treatments[code] ?? (isTemporary ? 'paused' : 'doubtful')
  if (treatment === 'paused') return { type: 'paused', failure: error }
  if (code === 'packet_undecryptable') await parts.refreshKeys(signal).catch(() => undefined)
  const patience = { postponed: Infinity, doubtful: attemptsOfDoubt, parked: attemptsBeforeParking }[treatment]
  return { type: packet.attempts < patience ? 'postponed' : 'parked', code }
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
    table.park(packetId, result.code)
    audit.append({ action: 'packet.parked', actor: 'station', subject: packetId, facts: { code: result.code } })
  } else if (result.type === 'postponed') {
    const delayMs = backoffMs(packet.attempts, parts.random(), null)
    table.postpone(packetId, new Date(now.getTime() + delayMs), result.code)
  } else {
    table.postpone(packetId, now, null)
  }
}

function announce({ notify }: UploadParts, results: [WaitingPacket, Result][]): void {
  const states = { received: 'received', parked: 'parked', postponed: 'queued', paused: 'queued' } as const
  for (const [{ packetId }, result] of results)
    notify({ type: 'packet_changed', packetId, state: states[result.type], centralDecision: null })
  notify({ type: 'queue_changed' })
}
