/** Actions of the audit log; nothing personal in `facts` but reference and last four. */
export interface AuditEntry {
  /** `noun.verb` past: session.sealed, operator.logged_in, mrz.corrected, dailyLog.exported … */
  action: string
  /** Operator id, or `station` for what the station does by itself, or `unknown`. */
  actor: string
  /** What it is about: a reference, a packet id, an operator id; null for nothing. */
  subject: string | null
  facts: Record<string, string | number | boolean | null>
}

export interface Audit {
  /** Inside a transaction of the caller it commits with it; otherwise on its own. */
  append(entry: AuditEntry): void
  /** Number and hash of the last record. */
  head(): { seq: number; hash: string }
  verify(): { ok: boolean; records: number; firstBroken: number | null }
  /** Writes the export file (JSON Lines, `npm run verify-log FILE`). */
  exportTo(filePath: string, by: string): Promise<{ records: number }>
}
