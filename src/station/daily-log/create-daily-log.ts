import type { DailyLogFilter } from '../../contract/daily-log.ts'
import type { DailyLog } from './port.ts'
import { localDay, msToNextDay } from '../../enrolment/local-day.ts'
import { exportLog } from './export-log.ts'
import type { LogParts } from './export-log.ts'
import { viewCase } from './view-case.ts'
import { checkRange, filterValues, inRange, isFound, readRow, rowColumns, rowSource } from './log-rows.ts'
import type { RawRow } from './log-rows.ts'
import { computeTotals } from './totals.ts'

const dayMs = 86_400_000
const unfiltered: DailyLogFilter = { reference: '', outcome: null, documentType: null }

/** What a manager sees and takes away of the finished sessions; and their end when retention is over. */
export function createDailyLog(parts: LogParts & { pruneAudit: (before: Date) => number }): DailyLog {
  const { store } = parts
  const { db } = store
  /** The retention's last day when it was purged last, in this run. */
  let purgedFor: string | null = null
  const page = db.prepare<[Record<string, unknown>], RawRow>(
    `SELECT ${rowColumns} FROM ${rowSource} WHERE ${inRange} AND ${isFound}
     ORDER BY d.local_day DESC, d.sealed_at DESC, d.packet_id DESC LIMIT @limit OFFSET @offset`,
  )
  const one = db.prepare<[Record<string, unknown>], RawRow>(
    `SELECT ${rowColumns} FROM ${rowSource} WHERE d.packet_id = @packetId`,
  )
  const count = db.prepare<[Record<string, unknown>], { n: number }>(
    `SELECT count(*) AS n FROM day_rows d WHERE ${inRange} AND ${isFound}`,
  )
  const find = (packetId: string) => {
    const raw = one.get({ packetId })
    return raw === undefined ? null : readRow(raw)
  }
  return {
    rows: (range, offset, limit, filter = unfiltered) => {
      checkRange(range)
      const sought = { ...range, ...filterValues(filter) }
      const rows = page.all({ ...sought, offset, limit }).map(readRow)
      return { rows, total: count.get(sought)!.n }
    },
    find,
    case: (packetId) => viewCase(store, packetId, find(packetId)),
    totals: (range) => {
      checkRange(range)
      return computeTotals(store, range)
    },
    exportTo: (request) => exportLog(parts, request),
    purge: () => {
      // What a wrong clock would delete is gone for good; what waits for central's time is deleted a little later.
      if (parts.clock.proof() !== 'central') return 0
      const end = endOfRetention(parts)
      const removed = purge(parts, end)
      purgedFor = end.lastDay
      return removed
    },
    dueInMs: () => {
      if (parts.clock.proof() !== 'central') return Infinity
      const { before, lastDay } = endOfRetention(parts)
      return lastDay === purgedFor ? msToNextDay(before, parts.timeZone) : 0
    },
  }
}

type Parts = Parameters<typeof createDailyLog>[0]
type End = ReturnType<typeof endOfRetention>

/** What was sealed before is no longer kept, by whole days. */
function endOfRetention({ clock, central, timeZone }: Parts) {
  const now = clock.now()
  const { retentionDays } = central.policyOn(localDay(now, timeZone))
  const before = new Date(now.getTime() - retentionDays * dayMs)
  return { before, lastDay: localDay(before, timeZone) }
}

/** Rows older than the retention, but never one whose packet central has not received. */
function purge(parts: Parts, { before, lastDay }: End): number {
  const { store, audit } = parts
  const removed = store.transaction(() => {
    const old = `SELECT packet_id FROM outbox WHERE receipt IS NOT NULL AND sealed_at < @before`
    const rows = store.db.prepare(`DELETE FROM day_rows WHERE local_day < @lastDay AND packet_id IN (${old})`)
    const { changes } = rows.run({ lastDay, before: before.toISOString() })
    store.db
      .prepare(`DELETE FROM outbox WHERE packet_id IN (${old}) AND packet_id NOT IN (SELECT packet_id FROM day_rows)`)
      .run({ before: before.toISOString() })
    if (changes > 0)
      audit.append({
        action: 'dailyLog.purged',
        actor: 'station',
        subject: null,
        facts: { rows: changes, before: lastDay },
      })
    return changes + parts.pruneAudit(before)
  })
  if (removed > 0) store.flush()
  return removed
}
