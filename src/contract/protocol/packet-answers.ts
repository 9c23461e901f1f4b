import { z } from 'zod'
import { IsoTime } from '../identity.ts'
import { Sha256Hex } from './digest.ts'

/** Payload of the signed receipt: compact JWS, ES256 by central's signing key, `typ: "guichet-receipt+jwt"`. */
export const ReceiptPayload = z.object({
  packet_id: z.uuid(),
  station_id: z.string(),
  sha256: Sha256Hex,
  seq: z.int(),
  received_at: IsoTime,
})
export type ReceiptPayload = z.infer<typeof ReceiptPayload>

/** PUT /v1/packets/{packet_id}: 202 new, 200 identical retry (same receipt), 409, 413, 422. */
export const PutPacketAnswer = z.object({ receipt: z.string() })

export const PacketCentralState = z.enum([
  'UNKNOWN',
  'RECEIVED',
  'VERIFYING',
  'APPROVED',
  'REJECTED',
  /** Nothing was decided against the citizen: the application stays open. */
  'NOT_VERIFIED',
  'MANUAL_REVIEW',
  'QUARANTINED',
])
export type PacketCentralState = z.infer<typeof PacketCentralState>

/** POST /v1/packets/status */
export const PacketStatusRequest = z.object({ packet_ids: z.array(z.uuid()).min(1).max(200) })
export const PacketStatusAnswer = z.object({
  packets: z.array(z.object({ packet_id: z.uuid(), state: PacketCentralState, reasons: z.array(z.string()) })),
})
