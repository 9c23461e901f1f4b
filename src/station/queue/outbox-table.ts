import type { FailureCode } from '../../contract/failure.ts'
import type { CentralDecision, PacketState } from '../../contract/session.ts'
import type { Store } from '../store/open-store.ts'

export interface WaitingPacket {
  packetId: string
  applicationId: string
  stationId: string
  seq: number
  sha256: string
  attempts: number
  jwe: Uint8Array
}
export interface OutboxEntry {
  packetId: string
  state: PacketState
  attempts: number
  nextAttemptAt: string | null
  code: FailureCode | null
  sealedAt: string
  centralDecision: CentralDecision | null
}

/** Longest wait between two attempts: also the bound for what a clock set back may have written. */
export const longestBackoffMs = 900_000
/** After so long what central refused for good is offered again: central may have been mended, or brought up to date. */
export const offerAgainMs = 6 * 3_600_000

/** Rows of `outbox`. Only the first waiting packet of an application is ever due, so its order is kept. */
export function outboxTable({ db }: Store) {
  const sent = db.prepare(`UPDATE outbox SET state = 'sent', attempts = attempts + 1 WHERE packet_id = ?`)
  const takeBack = db.prepare(`UPDATE outbox SET state = 'queued', attempts = attempts - 1 WHERE packet_id = ?`)
  const received = db.prepare(
    `UPDATE outbox SET state = 'received', code = NULL, next_attempt_at = NULL, receipt = ?, received_at = ?
     WHERE packet_id = ? AND receipt IS NULL`,
  )
  const purge = db.prepare(
    'DELETE FROM sealed_packets WHERE position = (SELECT position FROM outbox WHERE packet_id = ?)',
  )
  const postpone = db.prepare(
    `UPDATE outbox SET state = 'queued', next_attempt_at = ?, code = ? WHERE packet_id = ? AND receipt IS NULL`,
  )
  const decide = db.prepare(
    `UPDATE outbox SET central_decision = @decision,
       state = CASE WHEN @decision IN ('APPROVED', 'REJECTED', 'NOT_VERIFIED') AND receipt IS NOT NULL THEN 'decided' ELSE state END
     WHERE packet_id = @packetId`,
  )
  const release = db.prepare(
    `UPDATE outbox SET state = 'queued', next_attempt_at = NULL, attempts = iif(@anew, 0, attempts) WHERE state IN ('queued', 'sent', 'parked')
     AND (@packetId IS NULL OR packet_id = @packetId)`,
  )
  const find = db.prepare<[string], OutboxEntry>(
    `SELECT packet_id AS packetId, state, attempts, next_attempt_at AS nextAttemptAt, code, sealed_at AS sealedAt,
       central_decision AS centralDecision FROM outbox WHERE packet_id = ?`,
  )
  const undecided = db.prepare<[number], { packetId: string }>(
    `SELECT packet_id AS packetId FROM outbox WHERE state = 'received' ORDER BY position LIMIT ?`,
  )
  const counted = db.prepare<[PacketState], { packets: number }>('SELECT packets FROM outbox_counts WHERE state = ?')
  const countOf = (state: PacketState) => counted.get(state)!.packets
  return {
    ...whatWaits(db),
    markSent: (packetId: string) => void sent.run(packetId),
    /** It was marked and then not sent after all. */
    takeBack: (packetId: string) => void takeBack.run(packetId),
    /** The receipt is verified: keep it, purge the packet. */
    markReceived: (packetId: string, receipt: string, receivedAt: string) => {
      received.run(receipt, receivedAt, packetId)
      purge.run(packetId)
    },
    postpone: (packetId: string, until: Date, code: FailureCode | null) =>
      void postpone.run(until.toISOString(), code, packetId),
    ...parking(db),
    /** Central's word on a packet; true when it is known here. */
    decide: (packetId: string, decision: CentralDecision): boolean => decide.run({ packetId, decision }).changes > 0,
    /** To be sent now, with all its attempts before it; null: every one. How many. */
    release: (packetId: string | null): number => release.run({ packetId, anew: 1 }).changes,
    /** To be sent now, what was parked too, for one attempt more; how many. */
    offerOnceMore: (): number => release.run({ packetId: null, anew: 0 }).changes,
    find: (packetId: string): OutboxEntry | null => find.get(packetId) ?? null,
    undecided: (limit: number): string[] => undecided.all(limit).map((row) => row.packetId),
    waiting: (): number => countOf('queued') + countOf('sent'),
    parked: (): number => countOf('parked'),
  }
}
export type OutboxTable = ReturnType<typeof outboxTable>

/** What has a packet still, by whose rows it is found: those that left long ago are not walked through. */
function whatWaits(db: Store['db']) {
  const due = db.prepare<[string, string], Omit<WaitingPacket, 'jwe'> & { position: number }>(`
    SELECT o.position, o.packet_id AS packetId, o.application_id AS applicationId, o.station_id AS stationId, o.seq, o.sha256,
      o.attempts
    FROM sealed_packets p CROSS JOIN outbox o USING (position)
    WHERE o.state IN ('queued', 'sent')
      AND (o.next_attempt_at IS NULL OR o.next_attempt_at <= ? OR o.next_attempt_at > ?)
      AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.application_id = o.application_id AND e.position < o.position
        AND e.state IN ('queued', 'sent'))
    ORDER BY p.position`)
  const packetAt = db.prepare<[number], { jwe: Uint8Array }>('SELECT jwe FROM sealed_packets WHERE position = ?')
  const untried = db.prepare(
    `SELECT 1 FROM sealed_packets p CROSS JOIN outbox o USING (position)
     WHERE o.state IN ('queued', 'sent') AND o.next_attempt_at IS NULL LIMIT 1`,
  )
  const soonest = db.prepare<[], { at: string | null }>(
    `SELECT min(next_attempt_at) AS at FROM outbox WHERE state IN ('queued', 'sent') AND next_attempt_at IS NOT NULL`,
  )
  const oldest = db.prepare<[], { at: string }>(
    `SELECT o.sealed_at AS at FROM sealed_packets p CROSS JOIN outbox o USING (position)
     WHERE o.state IN ('queued', 'sent') ORDER BY p.position LIMIT 1`,
  )
  return {
    /** Packets to send now, in order, at most one per application; none of those that are under way. */
    due: (now: Date, limit: number, underWay: ReadonlySet<string> = new Set()): WaitingPacket[] => {
      const found: WaitingPacket[] = []
      const latest = new Date(now.getTime() + longestBackoffMs).toISOString()
      for (const { position, ...row } of due.iterate(now.toISOString(), latest)) {
        if (underWay.has(row.packetId)) continue
        found.push({ ...row, jwe: packetAt.get(position)!.jwe })
        if (found.length === limit) break
      }
      return found
    },
    /** When the next one is due; null when nothing waits. */
    nextDueAt: (): Date | null => {
      if (untried.get() !== undefined) return new Date(0)
      const { at } = soonest.get()!
      return at === null ? null : new Date(at)
    },
    oldestAt: (): string | null => oldest.get()?.at ?? null,
  }
}

/** Setting aside what central refused for good, and offering it again. */
function parking(db: Store['db']) {
  const park = db.prepare(
    `UPDATE outbox SET state = 'parked', next_attempt_at = ?, code = ? WHERE packet_id = ? AND receipt IS NULL`,
  )
  // One that a version before parked has no time: it is offered at once.
  const offer = db.prepare<[string, string]>(
    `UPDATE outbox SET state = 'queued', next_attempt_at = NULL
     WHERE state = 'parked' AND (next_attempt_at IS NULL OR next_attempt_at <= ? OR next_attempt_at > ?)`,
  )
  return {
    park: (packetId: string, code: FailureCode, now: Date) =>
      void park.run(new Date(now.getTime() + offerAgainMs).toISOString(), code, packetId),
    /** To be sent now, for one attempt more: what was parked and has rested for `offerAgainMs`; how many. */
    offerAgain: (now: Date): number =>
      offer.run(now.toISOString(), new Date(now.getTime() + offerAgainMs).toISOString()).changes,
  }
}
