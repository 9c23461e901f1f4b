import type { RunningCentral } from '../../src/central/central.ts'
import { verifyLogFile } from '../../src/station/audit/verify-file.ts'
import type { AuditBody } from '../../src/station/audit/record.ts'
import { sha256Hex } from '../../src/jose/digest.ts'
import { verifyReceipt } from '../../src/station/sync/verify-central.ts'
import type { TestStation } from '../../src/station/testing/test-station.ts'

export interface Tally {
  check(what: string, holds: boolean): void
}

interface OutboxRow {
  packet_id: string
  station_id: string
  seq: number
  sha256: string
  receipt: string | null
  state: string
  central_decision: string | null
}

/** Each packet has its records, once each and with its own number and digest; no kill looks like a lost end. */
function checkRecord(tally: Tally, station: TestStation, rows: OutboxRow[]): void {
  const bodies = station.store.db.prepare<[], { body: string }>('SELECT body FROM audit ORDER BY seq').all()
  const records = bodies.map(({ body }) => JSON.parse(body) as AuditBody)
  const of = (action: string) => records.filter((one) => one.action === action)
  const sealed = new Map(of('session.sealed').map(({ facts }) => [facts.packet, facts]))
  const [purged, decided] = ['packet.purged', 'packet.decided'].map(
    (action) => new Map(of(action).map(({ subject, facts }) => [subject, facts])),
  )
  tally.check('as many records of seals as packets', of('session.sealed').length === rows.length)
  tally.check('as many records of purges as packets', of('packet.purged').length === rows.length)
  for (const { packet_id, seq, sha256, central_decision } of rows) {
    const facts = sealed.get(packet_id)
    tally.check(`packet ${seq} recorded as it was sealed`, facts?.seq === seq && facts.sha256 === sha256)
    tally.check(`packet ${seq} recorded as purged`, purged!.get(packet_id)?.sha256 === sha256)
    const said = decided!.get(packet_id)?.decision ?? central_decision
    tally.check(`packet ${seq} recorded as decided`, said === central_decision)
  }
  for (const action of ['audit.end_lost', 'store.log_damaged'])
    tally.check(`no kill looks like a loss (${action})`, of(action).length === 0)
}

/** What must be true of one station and central when the storm is over. `sealed`: what the station said it had sealed. */
export async function checkInvariants(
  tally: Tally,
  station: TestStation,
  central: RunningCentral,
  sealed: Set<string>,
  exportFile: string,
): Promise<{ packets: number; lost: number; twice: number }> {
  const { db } = station.store
  const rows = db.prepare<[], OutboxRow>('SELECT * FROM outbox ORDER BY seq').all()
  const known = new Set(rows.map((row) => row.packet_id))
  tally.check(
    'what was sealed survived the kill',
    [...sealed].every((packetId) => known.has(packetId)),
  )

  const { stationId, signingKeys } = station.central.get()
  const arrived = await central.db
    .selectFrom('packet')
    .select(['packet_id', 'seq', 'sha256', 'prev_hash', 'station_id', 'state'])
    .where('station_id', '=', stationId!)
    .orderBy('seq')
    .execute()
  const times = new Map<string, number>()
  for (const { packet_id } of arrived) times.set(packet_id, (times.get(packet_id) ?? 0) + 1)
  let lost = 0
  let twice = 0
  for (const row of rows) {
    const count = times.get(row.packet_id) ?? 0
    lost += count === 0 ? 1 : 0
    twice += count > 1 ? 1 : 0
    const packet = { packetId: row.packet_id, stationId: row.station_id, seq: row.seq, sha256: row.sha256 }
    const isReceipted = row.receipt !== null && verifyReceipt(row.receipt, packet, signingKeys) !== null
    tally.check(`packet ${row.seq} exactly once, with its receipt`, count === 1 && isReceipted)
  }
  tally.check(
    'nothing at central that the station does not know',
    arrived.every((one) => known.has(one.packet_id)),
  )
  tally.check(
    'sequence without gap',
    arrived.every((one, index) => one.seq === index + 1),
  )
  const follows = arrived.every((one, index) => one.prev_hash === (arrived[index - 1]?.sha256 ?? sha256Hex('')))
  tally.check('each packet names the one before', follows)
  tally.check(
    'same bytes on both sides',
    arrived.every((one, index) => one.sha256 === rows[index]?.sha256),
  )
  checkRecord(tally, station, rows)
  const stateOf = new Map(arrived.map((one) => [one.packet_id, one.state]))
  for (const { packet_id, seq, central_decision } of rows)
    tally.check(`decision on packet ${seq} known here as at central`, central_decision === stateOf.get(packet_id))
  const head = await central.db
    .selectFrom('audit_head')
    .select('cut_at')
    .where('station_id', '=', stationId!)
    .executeTakeFirst()
  tally.check('central never saw the audit log cut', head !== undefined && head.cut_at === null)
  const left = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM sealed_packets').get()!.n
  tally.check('sealed packets purged', left === 0)
  const sealedDrafts = `SELECT count(*) AS n FROM drafts JOIN day_rows USING (session_id)`
  tally.check('no draft beside its sealed packet', db.prepare<[], { n: number }>(sealedDrafts).get()!.n === 0)
  tally.check('audit chain whole', station.audit.verify().ok)
  await station.audit.exportTo(exportFile, 'chef')
  tally.check('audit export verifies on its own', (await verifyLogFile(exportFile, station.keys.signer().kid)).ok)
  tally.check('integrity_check', db.pragma('integrity_check', { simple: true }) === 'ok')
  tally.check('foreign_key_check', (db.pragma('foreign_key_check') as unknown[]).length === 0)
  return { packets: rows.length, lost, twice }
}
