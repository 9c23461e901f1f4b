import { randomBytes } from 'node:crypto'
import type { KnownNonce } from '../../evidence/active-challenge.ts'
import type { Central, Db } from '../context.ts'

const nonceBytes = 16

/** A nonce for each application's Active Authentication at this station, in their order. */
export async function issueNonces(
  { db, now }: Pick<Central, 'db' | 'now'>,
  stationId: string,
  applicationIds: readonly string[],
): Promise<string[]> {
  if (applicationIds.length === 0) return []
  const issued_at = now()
  const rows = applicationIds.map((application_id) => ({
    ...{ nonce: randomBytes(nonceBytes).toString('base64url'), application_id, station_id: stationId },
    issued_at,
  }))
  await db.insertInto('chip_nonce').values(rows).execute()
  return rows.map(({ nonce }) => nonce)
}

type Shown = { packet_id: string; application_id: string; station_id: string }

/**
 * Spends the nonces that a packet's evidence shows, once: for this packet they count, again as well, and for no other. What central
 * remembers of each that it gave to this station for this application.
 */
export async function spendNonces(
  db: Db,
  { packet_id, application_id, station_id }: Shown,
  evidence: Uint8Array | null,
): Promise<(nonce: string) => KnownNonce | null> {
  const given = await db
    .selectFrom('chip_nonce')
    .select(['nonce', 'issued_at'])
    .where('application_id', '=', application_id)
    .where('station_id', '=', station_id)
    .execute()
  const text = evidence === null ? '' : Buffer.from(evidence).toString('latin1')
  // Random enough to stand nowhere else.
  const shown = given.filter(({ nonce }) => text.includes(nonce))
  const known = new Map<string, KnownNonce>()
  for (const { nonce, issued_at } of shown) {
    const { numUpdatedRows } = await db
      .updateTable('chip_nonce')
      .set({ spent_by: packet_id })
      .where('nonce', '=', nonce)
      .where((eb) => eb.or([eb('spent_by', 'is', null), eb('spent_by', '=', packet_id)]))
      .executeTakeFirst()
    known.set(nonce, { issuedAt: issued_at, isSpent: numUpdatedRows === 0n })
  }
  return (nonce) => known.get(nonce) ?? null
}
