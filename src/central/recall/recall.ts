import type { Central, Db } from '../context.ts'
import type { GroundKind, RecallKind } from '../database/tables.ts'
import { transact } from '../database/transact.ts'
import { advanceIfPossible } from '../intake/advance.ts'

/** What is distrusted: all that a person or a station captured, or that rests on a manager's word or a certificate. */
export type Distrusted = { kind: RecallKind; name: string; since: Date }

/** What a citizen hears of it: words stand in `reasons:<code>`. Neither person nor certificate is named. */
export const reasonOfRecall = (kind: RecallKind | null) => (kind === null ? 'recalled' : (`recalled_${kind}` as const))

export type Affected = {
  applicationId: string
  reference: string
  state: string
  stationId: string
  packetId: string
  capturedAt: Date
  operatorId: string
}

/** Approved applications whose verification rests on what is distrusted, the oldest first. */
export async function listAffected(db: Db, { kind, name, since }: Distrusted): Promise<Affected[]> {
  const rows = await db
    .selectFrom('packet')
    .innerJoin('application', (join) =>
      join
        .onRef('application.application_id', '=', 'packet.application_id')
        .onRef('application.closed_by', '=', 'packet.packet_id'),
    )
    .select(['application.application_id', 'reference', 'application.state', 'packet.station_id'])
    .select(['packet.packet_id', 'captured_at', 'operator_id'])
    .where('application.state', '=', 'APPROVED')
    .where('captured_at', '>=', since)
    .$if(kind === 'operator', (query) => query.where('operator_id', '=', name))
    .$if(kind === 'station', (query) => query.where('packet.station_id', '=', name))
    .$if(kind !== 'operator' && kind !== 'station', (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('packet_ground')
            .select('fingerprint')
            .whereRef('packet_ground.station_id', '=', 'packet.station_id')
            .whereRef('packet_ground.packet_id', '=', 'packet.packet_id')
            .where('packet_ground.kind', '=', kind as GroundKind)
            .where('packet_ground.fingerprint', '=', name),
        ),
      ),
    )
    .orderBy('captured_at')
    .execute()
  return rows.map((row) => ({
    applicationId: row.application_id,
    reference: row.reference,
    state: row.state,
    stationId: row.station_id,
    packetId: row.packet_id,
    capturedAt: row.captured_at,
    operatorId: row.operator_id,
  }))
}

/**
 * Suspends what is listed and tells each citizen, with a trace in the audit before. Repeatable: what is suspended is not listed
 * again. Returns how many.
 */
export async function suspendAffected(
  { db, now }: Pick<Central, 'db' | 'now'>,
  distrusted: Distrusted,
  by: string,
): Promise<number> {
  const affected = await listAffected(db, distrusted)
  let suspended = 0
  for (const { applicationId, stationId, packetId, reference } of affected) {
    const at = now()
    suspended += await transact(db, async (trx) => {
      const { kind } = distrusted
      const reasons = [reasonOfRecall(kind)]
      const move = { applicationId, event: 'suspended', at, packetId, reasons, distrusted: kind } as const
      const isDone = await advanceIfPossible(trx, move)
      if (!isDone) return 0
      await trx
        .insertInto('audit')
        .values({
          station_id: stationId,
          audit_id: crypto.randomUUID(),
          at,
          actor: by,
          action: 'application.suspend',
          subject: reference,
          result: 'done',
          detail: `${distrusted.kind} ${distrusted.name} since ${distrusted.since.toISOString()}`,
        })
        .execute()
      return 1
    })
  }
  return suspended
}
