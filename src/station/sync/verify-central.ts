import type { z } from 'zod'
import { Policy } from '../../contract/policy.ts'
import { AuditAnchor, KeySet, TrustBundle } from '../../contract/protocol/config.ts'
import { ReceiptPayload } from '../../contract/protocol/packet-answers.ts'
import { Roster } from '../../contract/protocol/people.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import { verifyCompactJws } from '../../jose/verify-jws.ts'
import type { WaitingPacket } from '../queue/outbox-table.ts'

/** Central's receipt for exactly this packet, or null. Only on its strength is a packet purged. */
export function verifyReceipt(
  receipt: string,
  packet: Pick<WaitingPacket, 'packetId' | 'stationId' | 'seq' | 'sha256'>,
  keys: PublicJwk[],
): z.infer<typeof ReceiptPayload> | null {
  const parsed = ReceiptPayload.safeParse(verifyCompactJws(receipt, keys, 'guichet-receipt+jwt'))
  if (!parsed.success) return null
  const { packet_id, station_id, sha256, seq } = parsed.data
  const isThisPacket =
    packet_id === packet.packetId && station_id === packet.stationId && sha256 === packet.sha256 && seq === packet.seq
  return isThisPacket ? parsed.data : null
}

/** Central's keys, signed with one of `keys`, or null. */
export function verifyKeySet(signed: string[], keys: PublicJwk[]): KeySet | null {
  for (const jws of signed) {
    const found = KeySet.safeParse(verifyCompactJws(jws, keys, 'guichet-keys+jwt'))
    if (found.success) return found.data
  }
  return null
}

/** The roster that central signed, or null. */
export function verifyRoster(jws: string, keys: PublicJwk[]): Roster | null {
  return Roster.safeParse(verifyCompactJws(jws, keys, 'guichet-roster+jwt')).data ?? null
}

/** What central signed of trust, or null. */
export function verifyTrust(jws: string, keys: PublicJwk[]): TrustBundle | null {
  return TrustBundle.safeParse(verifyCompactJws(jws, keys, 'guichet-trust+jwt')).data ?? null
}

/** The policy that central signed, or null. */
export function verifyPolicy(jws: string, keys: PublicJwk[]): Policy | null {
  return Policy.safeParse(verifyCompactJws(jws, keys, 'guichet-policy+jwt')).data ?? null
}

/** Where central says that its own audit ended, or null. */
export function verifyAuditAnchor(jws: string, keys: PublicJwk[]): AuditAnchor | null {
  return AuditAnchor.safeParse(verifyCompactJws(jws, keys, 'guichet-audit-anchor+jwt')).data ?? null
}
