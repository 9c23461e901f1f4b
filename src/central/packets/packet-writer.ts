import type { Insertable } from 'kysely'
import { Failure } from '../../contract/failure.ts'
import type { Adjudication, Db } from '../context.ts'
import type { Tables } from '../database/tables.ts'
import type { TraceOrigin } from '../telemetry/traces.ts'

/** `evidence`: the JWE of the part that is deleted first. */
export type PacketRow = Insertable<Tables['packet']> & { evidence: string | null }
/** `receipt` is the stored one: that of the first arrival, whichever this was. */
export type WrittenPacket = { isNew: boolean; receipt: string }
export type PacketWriter = { write(row: PacketRow): Promise<WrittenPacket> }

type Waiting = {
  row: PacketRow
  origin: TraceOrigin | undefined
  resolve(written: WrittenPacket): void
  reject(error: unknown): void
}

const maxBatch = 128

/**
 * Writes packets and queues their adjudication, in one transaction for all that arrived while the one before was being
 * written: a burst costs fewer disk flushes, a lone packet waits for nobody. `write` resolves once it is on disk.
 * Codes: packet_conflict, packet_sequence_invalid, packet_schema_invalid.
 */
export function createPacketWriter(
  db: Db,
  adjudication: Adjudication,
  originNow: () => TraceOrigin | undefined,
): PacketWriter {
  const waiting: Waiting[] = []
  let running = false
  const flush = async (): Promise<void> => {
    if (running || waiting.length === 0) return
    running = true
    await writeBatch(db, adjudication, waiting.splice(0, maxBatch))
    running = false
    await flush()
  }
  const write = (row: PacketRow): Promise<WrittenPacket> =>
    new Promise((resolve, reject) => {
      waiting.push({ row, origin: originNow(), resolve, reject })
      void flush()
    })
  return { write }
}

async function writeBatch(db: Db, adjudication: Adjudication, batch: Waiting[]): Promise<void> {
  try {
    const fresh = await insertPackets(db, adjudication, batch)
    adjudication.wake()
    await Promise.all(batch.map((one) => settle(db, one, fresh)))
  } catch (error) {
    if (batch.length === 1) return batch[0]!.reject(asRefusal(error))
    // One bad row must not take the others with it: it is looked for by halves.
    const half = Math.ceil(batch.length / 2)
    await writeBatch(db, adjudication, batch.slice(0, half))
    await writeBatch(db, adjudication, batch.slice(half))
  }
}

async function insertPackets(db: Db, adjudication: Adjudication, batch: readonly Waiting[]): Promise<Set<string>> {
  const rows = batch.map(({ row }) => row)
  const originOf = new Map(batch.map(({ row, origin }) => [row.packet_id, origin]))
  return db.transaction().execute(async (trx) => {
    const inserted = await trx
      .insertInto('packet')
      .values(rows.map(({ evidence: _, ...row }) => row))
      .onConflict((clash) => clash.doNothing())
      .returning(['station_id', 'packet_id', 'sha256'])
      .execute()
    const isNew = new Set(inserted.map(({ packet_id, sha256 }) => `${packet_id} ${sha256}`))
    const evidence = rows.flatMap(({ station_id, packet_id, sha256, evidence: jwe }) =>
      jwe !== null && isNew.has(`${packet_id} ${sha256}`) ? [{ station_id, packet_id, jwe }] : [],
    )
    // The same packet may stand twice in one batch.
    if (evidence.length > 0)
      await trx
        .insertInto('packet_evidence')
        .values(evidence)
        .onConflict((clash) => clash.doNothing())
        .execute()
    if (inserted.length > 0) {
      await adjudication.enqueue(
        trx,
        inserted.map(({ station_id, packet_id }) => ({
          stationId: station_id,
          packetId: packet_id,
          origin: originOf.get(packet_id),
        })),
      )
    }
    return isNew
  })
}

async function settle(db: Db, { row, resolve, reject }: Waiting, fresh: Set<string>): Promise<void> {
  // The same packet may stand twice in one batch: the first takes the row, the second finds it stored.
  if (fresh.delete(`${row.packet_id} ${row.sha256}`)) return resolve({ isNew: true, receipt: row.receipt })
  try {
    resolve({ isNew: false, receipt: await storedReceipt(db, row) })
  } catch (error) {
    reject(error)
  }
}

async function storedReceipt(db: Db, row: PacketRow): Promise<string> {
  const stored = await db
    .selectFrom('packet')
    .select(['sha256', 'receipt'])
    .where('station_id', '=', row.station_id)
    .where('packet_id', '=', row.packet_id)
    .executeTakeFirst()
  if (stored === undefined) throw new Failure('packet_sequence_invalid', `${row.seq} belongs to another packet`)
  if (stored.sha256 !== row.sha256) throw new Failure('packet_conflict')
  return stored.receipt
}

/** SQLSTATE class 22: a value that the schema allows and the database does not hold, e.g. a NUL character. */
function asRefusal(error: unknown): unknown {
  const { code } = error as { code?: string }
  return code?.startsWith('22') ? new Failure('packet_schema_invalid', `value ${code}`, { cause: error }) : error
}
