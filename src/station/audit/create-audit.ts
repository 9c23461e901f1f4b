import { canonicalJson } from '../../jose/canonical-json.ts'
import { localDay } from '../../enrolment/local-day.ts'
import type { Audit, AuditEntry } from './port.ts'
import { noteHeads, readEnds, whatIsMissing } from './audit-head.ts'
import { readRecord } from './audit-row.ts'
import type { AuditParts, AuditRow } from './audit-row.ts'
import { exportAudit } from './export-audit.ts'
import { AuditBody, createChainCheck, hashOf } from './record.ts'

/**
 * The audit log: a hash chain whose every record is signed by the station, appended in the transaction of what it records.
 * The first record of a new day is preceded by the seal of the day before (its last hash and count). Where the end of the log is
 * missing, a record says so before anything else.
 */
export function createAudit(parts: AuditParts): Audit & { prune(before: Date): number } {
  const { store, clock, timeZone } = parts
  const { db } = store
  const { last, start, head: readHead } = readEnds(store)
  const missing = whatIsMissing(store)
  const noteHead = noteHeads(store)
  const insert = db.prepare(`INSERT INTO audit (seq, at, body, prev, hash, kid, signature) VALUES (?, ?, ?, ?,
      ?, ?, ?)`)

  const write = (entry: AuditEntry, at: string) => {
    const head = readHead()
    const body = AuditBody.parse({ seq: head.seq + 1, at, ...entry, prev: head.hash })
    const hash = hashOf(body)
    const signer = parts.keys.signer()
    const signature = Buffer.from(signer.sign(Buffer.from(hash))).toString('base64url')
    insert.run(body.seq, at, canonicalJson(body), body.prev, hash, signer.kid, signature)
  }
  const append = (entry: AuditEntry) =>
    store.transaction(() => {
      const at = clock.now().toISOString()
      const head = last()
      if (head !== undefined && localDay(head.at, timeZone) !== localDay(at, timeZone))
        write({ action: 'audit.day_sealed', actor: 'station', subject: null, facts: sealOf(head, timeZone) }, at)
      write(entry, at)
      noteHead()
    })
  if (missing !== null) append(missing)
  return {
    append,
    head: readHead,
    verify: () => verifyStored(parts, start()),
    exportTo: (filePath, by) => exportAudit({ ...parts, append }, start(), filePath, by),
    prune: (before) => store.transaction(() => prune(parts, append, before)),
  }
}

function sealOf(head: { seq: number; at: string; hash: string }, timeZone: string): AuditEntry['facts'] {
  return { day: localDay(head.at, timeZone), through: head.seq, hash: head.hash }
}

function verifyStored({ store, keys }: AuditParts, start: { seq: number; hash: string }): ReturnType<Audit['verify']> {
  const chain = createChainCheck(start, keys.signingHistory())
  let records = 0
  for (const row of store.db.prepare<[], AuditRow>('SELECT * FROM audit ORDER BY seq').iterate()) {
    records += 1
    if (!acceptsRow(chain, row)) return { ok: false, records, firstBroken: row.seq }
  }
  return chain.anchored() ? { ok: true, records, firstBroken: null } : { ok: false, records, firstBroken: start.seq }
}

function acceptsRow(chain: ReturnType<typeof createChainCheck>, row: AuditRow): boolean {
  try {
    const record = readRecord(row)
    return record.body.seq === row.seq && record.body.at === row.at && chain.accepts(record)
  } catch {
    // Not JSON, or JSON that is not a record: the chain is broken here too.
    return false
  }
}

/** Cuts off records older than `before`, behind a signed record that names the last one cut. */
function prune({ store: { db } }: AuditParts, append: Audit['append'], before: Date): number {
  const cut = db
    .prepare<[string], { seq: number; hash: string }>(
      'SELECT seq, hash FROM audit WHERE at < ? ORDER BY seq DESC LIMIT 1',
    )
    .get(before.toISOString())
  if (cut === undefined) return 0
  append({
    action: 'audit.pruned',
    actor: 'station',
    subject: null,
    facts: { through: cut.seq, hash: cut.hash },
  })
  db.prepare('INSERT INTO audit_anchor (seq, hash) VALUES (?, ?)').run(cut.seq, cut.hash)
  return db.prepare('DELETE FROM audit WHERE seq <= ?').run(cut.seq).changes
}
