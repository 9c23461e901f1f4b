import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { maxPacketBytes, type AnyPacketPayload } from '../../contract/protocol/packet.ts'
import { PutPacketAnswer } from '../../contract/protocol/packet-answers.ts'
import { newest, type Central } from '../context.ts'
import { defineRoute } from '../http/route.ts'
import { findStation, sealingKeys, type Station } from '../stations/station.ts'
import { openPacket } from './open-packet.ts'
import type { PacketRow, PacketWriter } from './packet-writer.ts'
import { signReceipt } from './receipt.ts'
import { splitBody } from './stored-evidence.ts'

const Params = z.object({ packet_id: z.uuid() })
const futureToleranceMs = 5 * 60_000

/** PUT /v1/packets/{packet_id}: taken once, however often it is sent. A revoked station's late packets are taken too. */
export function putPacketRoute(writer: PacketWriter) {
  let uploads = 0
  return defineRoute<'station', z.infer<typeof Params>, null, Uint8Array>('station', {
    method: 'PUT',
    path: '/v1/packets/:packet_id',
    summary: 'Deliver a sealed packet; Content-Digest (RFC 9530, sha-256) is required',
    states: ['active', 'revoked', 'retired'],
    params: Params,
    bodyType: 'packet',
    body: z.instanceof(Uint8Array),
    maxBodyBytes: maxPacketBytes,
    answers: {
      202: { description: 'Received', schema: PutPacketAnswer },
      200: { description: 'Received before; the same receipt', schema: PutPacketAnswer },
    },
    failures: [
      'packet_digest_mismatch',
      'packet_conflict',
      'packet_too_large',
      'packet_undecryptable',
      'packet_signature_invalid',
      'packet_schema_invalid',
      'packet_sequence_invalid',
      'training_forbidden',
      'clock_skew',
      'unavailable',
    ],
    async handle({ caller, params, body, headers }, central) {
      if (uploads >= central.limits.uploadsAtOnce) throw new Failure('unavailable', 'too many uploads at once')
      uploads++
      try {
        const sha256 = checkDigest(body, headers['content-digest'])
        const { isNew, receipt } = await receivePacket(central, writer, caller, params.packet_id, body, sha256)
        return { status: isNew ? 202 : 200, body: { receipt } }
      } finally {
        uploads--
      }
    },
  })
}

/** Lower-case hex SHA-256 of the body. Code: packet_digest_mismatch (damaged on the way: send it again). */
function checkDigest(body: Uint8Array, header: string | string[] | undefined): string {
  const digest = createHash('sha256').update(body).digest()
  const named = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):/.exec(String(header ?? ''))
  if (named === null) throw new Failure('packet_digest_mismatch', 'Content-Digest with sha-256 is missing')
  if (named[1] !== digest.toString('base64')) throw new Failure('packet_digest_mismatch')
  return digest.toString('hex')
}

async function receivePacket(
  central: Central,
  writer: PacketWriter,
  caller: Station,
  packetId: string,
  body: Uint8Array,
  sha256: string,
) {
  const { jwe, evidence } = splitBody(Buffer.from(body).toString('latin1'))
  try {
    const payload = await checkPacket(central, caller, packetId, jwe)
    return await writer.write(packetRow(central, caller, payload, { jwe, evidence, sha256 }))
  } catch (error) {
    // What was taken before stays taken, even if its key has been retired or its station's key replaced since.
    const stored = await findDelivered(central, caller, packetId)
    if (stored === null) throw error
    if (stored.sha256 !== sha256) throw new Failure('packet_conflict')
    return { isNew: false, receipt: stored.receipt }
  }
}

async function checkPacket(
  central: Central,
  caller: Station,
  packetId: string,
  jwe: string,
): Promise<AnyPacketPayload> {
  const keysOf = (stationId: string) => registeredKeys(central, caller, stationId)
  const payload = await openPacket(jwe, central.keys().encryption, keysOf).catch(async (error: unknown) => {
    const retry = error instanceof Failure && error.code === 'packet_undecryptable'
    if (!retry) throw error
    // Another instance may have rotated the keys a moment ago.
    return openPacket(jwe, (await central.reloadKeys()).encryption, keysOf)
  })
  if (payload.environment !== central.environment) throw new Failure('training_forbidden')
  if (payload.packet_id !== packetId) throw new Failure('packet_schema_invalid', 'packet_id is not that of the path')
  const aheadMs = Date.parse(payload.captured_at) - central.now().getTime()
  if (aheadMs > futureToleranceMs) throw new Failure('clock_skew', `${Math.round(aheadMs / 1000)} s ahead`)
  return payload
}

async function registeredKeys(central: Central, caller: Station, stationId: string) {
  if (stationId === caller.station_id) return sealingKeys(caller)
  const station = z.uuid().safeParse(stationId).success ? await findStation(central.db, stationId) : null
  if (station === null) throw new Failure('packet_signature_invalid', 'unknown station')
  // Nobody has compared its key yet, even where another station delivers the packet.
  if (station.state === 'pending') throw new Failure('station_pending')
  return sealingKeys(station)
}

function packetRow(
  central: Central,
  deliveredBy: Station,
  payload: AnyPacketPayload,
  { jwe, evidence, sha256 }: { jwe: string; evidence: string | null; sha256: string },
): PacketRow {
  const { packet_id, station_id, seq } = payload
  const received = central.now()
  const receipt = signReceipt(
    { packet_id, station_id, sha256, seq, received_at: received.toISOString() },
    newest(central.keys().signing),
  )
  return {
    station_id,
    packet_id,
    seq,
    prev_hash: payload.prev_hash,
    sha256,
    application_id: payload.application_id,
    operator_id: payload.operator.operator_id,
    outcome: payload.outcome,
    captured_at: new Date(payload.captured_at),
    received_at: received,
    delivered_by: deliveredBy.station_id,
    receipt,
    jwe,
    evidence,
    state: 'RECEIVED',
  }
}

async function findDelivered(central: Central, caller: Station, packetId: string) {
  const mine = (column: 'station_id' | 'delivered_by') =>
    central.db
      .selectFrom('packet')
      .select(['sha256', 'receipt'])
      .where(column, '=', caller.station_id)
      .where('packet_id', '=', packetId)
      .executeTakeFirst()
  return (await mine('station_id')) ?? (await mine('delivered_by')) ?? null
}
