import { isNetworkFailure } from '../../contract/failures/sync.ts'
import { Failure, codeOf } from '../../contract/failure.ts'
import type { FailureCode } from '../../contract/failure.ts'
import { PutPacketAnswer } from '../../contract/protocol/packet-answers.ts'
import type { WaitingPacket } from '../queue/outbox-table.ts'
import type { CentralClient } from './central-client.ts'
import type { CentralRecord } from './central-state.ts'
import { Refusal } from './refusal.ts'
import { verifyReceipt } from './verify-central.ts'

/** Packets under way at once: central commits together what arrives together. */
export const lanes = 32
/** A refusal that parks is believed when it comes again: the first may have been damaged on the way. */
const attemptsBeforeParking = 1
/** What may pass by itself (an unknown key id after a rotation, a code we do not know) is parked after so many attempts. */
const attemptsOfDoubt = 10

export type Result =
  | { type: 'received'; receipt: string; receivedAt: string }
  | { type: 'postponed'; code: FailureCode }
  | { type: 'parked'; code: FailureCode }
  /** Nothing wrong with this packet: central cannot be used now. */
  | { type: 'paused'; failure: unknown }
  /** Its turn did not come: that counts as no attempt. */
  | { type: 'unsent' }

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
  station_retired: 'paused',
  station_not_registered: 'paused',
  forbidden: 'paused',
}

export type Settled = [WaitingPacket, Result]

export interface SendParts {
  client: CentralClient
  central: CentralRecord
  /** Fetches the configuration again: central's keys may have changed. */
  refreshKeys: (signal: AbortSignal) => Promise<void>
}

/** Sends packets, several at a time, and answers how each fared; once central cannot be used the rest stays unsent. */
export async function sendAll(parts: SendParts, batch: WaitingPacket[], signal: AbortSignal): Promise<Settled[]> {
  const results: Settled[] = []
  const left = [...batch]
  let stopped: unknown = null
  const work = async () => {
    for (let packet = left.shift(); packet !== undefined; packet = left.shift()) {
      const result: Result = stopped === null ? await send(parts, packet, signal) : { type: 'unsent' }
      if (result.type === 'paused') stopped = result.failure
      results.push([packet, result])
    }
  }
  await Promise.all(Array.from({ length: lanes }, work))
  return results
}

async function send(parts: SendParts, packet: WaitingPacket, signal: AbortSignal): Promise<Result> {
  try {
    // As it was sealed: should the disk have changed the packet since, central says so.
    const digest = Buffer.from(packet.sha256, 'hex').toString('base64')
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
  parts: SendParts,
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

async function treat(parts: SendParts, packet: WaitingPacket, error: unknown, signal: AbortSignal): Promise<Result> {
  const code = codeOf(error)
  if (signal.aborted || !(error instanceof Failure)) return { type: 'paused', failure: error }
  const isTemporary = error instanceof Refusal && (error.status >= 500 || error.status === 429)
  const isPassing = isTemporary || isNetworkFailure(code)
  const treatment = treatments[code] ?? (isPassing ? 'paused' : 'doubtful')
  if (treatment === 'paused') return { type: 'paused', failure: error }
  if (code === 'packet_undecryptable') await parts.refreshKeys(signal).catch(() => undefined)
  const patience = { postponed: Infinity, doubtful: attemptsOfDoubt, parked: attemptsBeforeParking }[treatment]
  return { type: packet.attempts < patience ? 'postponed' : 'parked', code }
}
