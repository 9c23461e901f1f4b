import type { Case } from '../adjudication/case.ts'
import type { PacketKey, Trx } from '../context.ts'
import type { GroundKind } from '../database/tables.ts'

type Ground = { kind: GroundKind; fingerprint: string }

/**
 * What a packet rests on beside its station and its author: who released a gate of it, and the certificates that proved its chip. Nothing
 * of it tells who the citizen is: it stays when the packet is erased.
 */
export function groundsOf({ payload, evidence }: Pick<Case, 'payload' | 'evidence'>): Ground[] {
  const managers = payload.overrides.map(({ managerId }): Ground => ({ kind: 'manager', fingerprint: managerId }))
  const certificates = evidence.verified.flatMap(({ fingerprints: { signer, csca } }): Ground[] => [
    ...(signer === null ? [] : [{ kind: 'signer' as const, fingerprint: signer }]),
    ...(csca === null ? [] : [{ kind: 'anchor' as const, fingerprint: csca }]),
  ])
  return [...managers, ...certificates]
}

/** Writes down what a packet rests on, with its decision; again changes nothing. */
export async function writeGrounds(trx: Trx, { stationId, packetId }: PacketKey, grounds: Ground[]): Promise<void> {
  if (grounds.length === 0) return
  const rows = grounds.map((ground) => ({ ...ground, station_id: stationId, packet_id: packetId }))
  await trx
    .insertInto('packet_ground')
    .values(rows)
    .onConflict((clash) => clash.doNothing())
    .execute()
}
