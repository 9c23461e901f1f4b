import type { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { AuditHeadRequest, AuditHeadStatement } from '../../contract/protocol/station.ts'
import { verifyCompactJws } from '../../jose/verify-jws.ts'
import type { Central, Db } from '../context.ts'
import { transact } from '../database/transact.ts'
import { anyState, defineRoute } from '../http/route.ts'
import { sealingKeys, type Station } from './station.ts'

/**
 * POST /v1/stations/audit-head: the end of a station's audit log is kept here, out of its reach. One that ends earlier than before, or
 * holds another record in that place, was cut or rewritten: that is kept beside it and shown to the administrators. Code:
 * proof_invalid (not this station's signature, or about another one).
 */
export const auditHeadRoute = defineRoute<'station', null, null, z.infer<typeof AuditHeadRequest>>('station', {
  method: 'POST',
  path: '/v1/stations/audit-head',
  summary: "Keep the end of a station's audit log",
  states: anyState,
  once: true,
  body: AuditHeadRequest,
  answers: { 204: { description: 'Kept', schema: null } },
  failures: ['proof_invalid'],
  async handle({ caller, body }, central) {
    await keepHead(central, caller, body.statement)
    return { status: 204, body: null }
  },
})

async function keepHead(central: Central, station: Station, statement: string): Promise<void> {
  const { station_id } = station
  const said = AuditHeadStatement.safeParse(
    verifyCompactJws(statement, sealingKeys(station), 'guichet-audit-head+jwt'),
  ).data
  const isIts = said?.station_id === station_id && said.environment === central.environment
  if (!isIts) throw new Failure('proof_invalid', 'the statement is not of this station')
  const { seq, hash } = said
  const now = { seq, hash, statement, received_at: central.now() }
  await transact(central.db, async (trx) => {
    const before = await findHead(trx, station_id)
    if (before === null)
      return trx
        .insertInto('audit_head')
        .values({ station_id, ...now })
        .execute()
    if (before.seq === seq && before.hash === hash) return
    const isCut = seq <= before.seq
    const cut = { cut_at: central.now(), cut_seq: before.seq, cut_statement: before.statement, left_seq: seq }
    return trx
      .updateTable('audit_head')
      .set({ ...now, ...(isCut && cut) })
      .where('station_id', '=', station_id)
      .execute()
  })
}

async function findHead(db: Db, stationId: string) {
  const found = db.selectFrom('audit_head').selectAll().where('station_id', '=', stationId)
  return (await found.executeTakeFirst()) ?? null
}

/** The heads kept of these stations, by station. */
export async function headsOf(db: Db, stationIds: string[]) {
  if (stationIds.length === 0) return new Map<string, never>()
  const rows = await db.selectFrom('audit_head').selectAll().where('station_id', 'in', stationIds).execute()
  return new Map(rows.map((row) => [row.station_id, row]))
}

/** How many stations have come back with a log that was cut. */
export async function countCutLogs(db: Db): Promise<number> {
  const { n } = await db
    .selectFrom('audit_head')
    .select((eb) => eb.fn.countAll<string | number>().as('n'))
    .where('cut_at', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(n)
}
