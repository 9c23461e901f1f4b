import { isProvisional, type ReviewReason } from '../../contract/decision.ts'
import type { PacketPayload } from '../../contract/protocol/packet.ts'
import { localDay, localHour } from '../../enrolment/local-day.ts'
import type { Store } from '../store/open-store.ts'
import type { SealedPacket } from './seal-packet.ts'

/** The rows a sealed packet leaves, in the caller's transaction: packet, outbox, day row, overrides, chain; the draft goes. */
export function createSealedRows({ db }: Store, timeZone: string) {
  const chain = db.prepare(
    `INSERT INTO packet_chain (station_id, seq, hash) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET seq = excluded.seq, hash = excluded.hash`,
  )
  const outbox = db.prepare(
    'INSERT INTO outbox (packet_id, application_id, station_id, seq, sha256, sealed_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const packets = db.prepare('INSERT INTO sealed_packets (position, jwe) VALUES (?, ?)')
  const days = db.prepare(
    `INSERT INTO day_rows (packet_id, session_id, application_id, reference, sealed_at, local_day, local_hour,
        operator_id, channel, document_type, document_last4, outcome, reasons, checks, duration_seconds,
        overridden, provisional, consented, person_judgement) VALUES (@packet_id, @session_id, @application_id,
        @reference, @captured_at, @local_day,
     @local_hour, @operator_id, @channel, @document_type, @document_last4, @outcome, @reasons, @checks,
     @duration_seconds, @overridden, @provisional, @consented, @person_judgement)`,
  )
  const overrides = db.prepare(`INSERT INTO overrides (packet_id, gate, enroller_id, manager_id, reason,
      given_at, signature) VALUES (?, ?, ?, ?, ?, ?, ?)`)
  const drafts = db.prepare('DELETE FROM drafts WHERE session_id = ?')
  return {
    insert: (payload: PacketPayload, packet: SealedPacket, reviews: readonly ReviewReason[]): void => {
      const { packet_id, station_id, seq, application_id, captured_at } = payload
      const { lastInsertRowid: position } = outbox.run(
        packet_id,
        application_id,
        station_id,
        seq,
        packet.sha256,
        captured_at,
      )
      packets.run(position, packet.jwe)
      days.run({
        ...dayRowOf(payload, timeZone),
        provisional: isProvisional({ deferred: payload.deferred, reviews }) ? 1 : 0,
      })
      for (const given of payload.overrides)
        overrides.run(
          packet_id,
          given.gate,
          payload.operator.operator_id,
          given.managerId,
          given.reason,
          given.givenAt,
          given.signature,
        )
      chain.run(station_id, seq, packet.sha256)
      drafts.run(payload.session_id)
    },
  }
}

function dayRowOf(payload: PacketPayload, timeZone: string) {
  const { captured_at, started_at, document } = payload
  const durationMs = Date.parse(captured_at) - Date.parse(started_at)
  return {
    packet_id: payload.packet_id,
    session_id: payload.session_id,
    application_id: payload.application_id,
    reference: payload.reference,
    captured_at,
    local_day: localDay(captured_at, timeZone),
    local_hour: localHour(captured_at, timeZone),
    operator_id: payload.operator.operator_id,
    channel: payload.channel,
    document_type: document?.type ?? null,
    // The last characters reset a secret code (R27): the sealed packet alone holds them.
    document_last4: null,
    outcome: payload.outcome,
    reasons: JSON.stringify(payload.reasons),
    checks: JSON.stringify(checksOf(payload)),
    duration_seconds: Math.max(0, Math.round(durationMs / 1000)),
    overridden: payload.overrides.length > 0 ? 1 : 0,
    consented: payload.consent === null ? 0 : 1,
    person_judgement: payload.person.judgement,
  }
}

/** Verdicts only: which check ended how. */
function checksOf({ chip_checks, eligibility, match, inspection }: PacketPayload): Record<string, string> {
  const rows = [
    ...chip_checks.map((check) => [`chip.${check.name}`, check.verdict]),
    ...eligibility.map((check) => [`eligibility.${check.rule}`, check.verdict]),
    ...match.map((field) => [`match.${field.field}`, field.class]),
    ...inspection.map((result) => [`inspection.${result.featureId}`, result.answer]),
  ]
  return Object.fromEntries(rows) as Record<string, string>
}
