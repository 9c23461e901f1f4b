import { randomUUID } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { makeReference } from '../../contract/reference.ts'
import { localDay, localHour } from '../../enrolment/local-day.ts'
import type { TestStation } from './test-station.ts'

export type DayRow = Record<string, string | number | null>

/** Finished sessions of March 2026 in the order of their days, received by central, without the cost of sealing each. */
export function fillDays(
  station: TestStation,
  count: number,
  change: (row: DayRow, index: number) => DayRow = (row) => row,
): void {
  const { db } = station.store
  const outbox = db.prepare(
    `INSERT INTO outbox (packet_id, application_id, station_id, seq, sha256, sealed_at, imported, state,
        receipt, received_at)
     VALUES (?, ?, 'fill', ?, ?, ?, 1, 'received', 'r', ?)`,
  )
  const day = db.prepare(
    `INSERT INTO day_rows (packet_id, session_id, application_id, reference, sealed_at, local_day, local_hour,
        operator_id, channel, document_type, document_last4, outcome, reasons, checks, duration_seconds,
        overridden, provisional, consented, person_judgement) VALUES (@packet_id, @session_id, @application_id,
        @reference, @sealed_at, @local_day, @local_hour,
     @operator_id, @channel, @document_type, @document_last4, @outcome, @reasons, '{}', @duration_seconds, 0, @provisional,
     1, 'same')`,
  )
  station.store.transaction(() => {
    for (let index = 0; index < count; index += 1) {
      const row = change(rowOf(index, Math.floor((index * 26) / count)), index)
      const { packet_id, application_id, sealed_at } = row
      outbox.run(packet_id, application_id, index + 1, '0'.repeat(64), sealed_at, sealed_at)
      day.run(row)
    }
  })
}

const cases = [
  { outcome: 'approved', reasons: '[]', document_type: 'passport' },
  { outcome: 'approved', reasons: '[]', document_type: 'cnie' },
  { outcome: 'approved', reasons: '[]', document_type: 'residence_permit' },
  { outcome: 'refused', reasons: '["document_expired"]', document_type: 'cni_1995' },
  { outcome: 'refused', reasons: '["declared_differs","citizen_underage"]', document_type: 'passport' },
  { outcome: 'unverifiable', reasons: '["chip_unreadable"]', document_type: 'cnie' },
]

function rowOf(index: number, day: number): DayRow {
  const at = new Date(Date.UTC(2026, 2, 2 + day, 8, 0) + (index % 480) * 60_000 + index)
  const home = index % 7 === 0
  return {
    packet_id: uuidv7({ msecs: at.getTime() }),
    session_id: randomUUID(),
    application_id: randomUUID(),
    reference: makeReference(crypto.getRandomValues(new Uint8Array(9))),
    sealed_at: at.toISOString(),
    local_day: localDay(at, 'Europe/Paris'),
    local_hour: localHour(at, 'Europe/Paris'),
    operator_id: home ? 'paul' : 'claire',
    channel: home ? 'home' : 'counter',
    document_last4: String(1000 + (index % 9000)),
    duration_seconds: 45 + ((index * 37) % 200),
    provisional: index % 11 === 0 ? 1 : 0,
    ...cases[index % cases.length]!,
  }
}
