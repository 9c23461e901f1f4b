import { canonicalJson } from '../../jose/canonical-json.ts'
import type { Audit } from './port.ts'
import { writeFileSafely } from '../store/write-file.ts'
import type { AuditFileHeader } from './audit-header.ts'
import { readRecord } from './audit-row.ts'
import type { AuditParts, AuditRow } from './audit-row.ts'

const batch = 500

/** Writes the whole log up to now, the record of this export included; the counter goes on while it runs. */
export async function exportAudit(
  parts: AuditParts & Pick<Audit, 'append'>,
  start: { seq: number; hash: string },
  filePath: string,
  by: string,
): Promise<{ records: number }> {
  const { store, keys, clock } = parts
  parts.append({ action: 'audit.exported', actor: by, subject: null, facts: {} })
  const last = store.db
    .prepare<[], { seq: number; hash: string }>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1')
    .get()!
  const header: AuditFileHeader = {
    guichet: 'audit-log',
    version: 1,
    station_id: store.readMeta('station_id'),
    environment: store.environment,
    exported_at: clock.now().toISOString(),
    exported_by: by,
    start_seq: start.seq,
    start_hash: start.hash,
    last_seq: last.seq,
    last_hash: last.hash,
    keys: keys.signingHistory(),
  }
  const signer = keys.signer()
  const signature = Buffer.from(signer.sign(Buffer.from(canonicalJson(header)))).toString('base64url')
  async function* lines() {
    yield `${JSON.stringify({ header, kid: signer.kid, signature })}\n`
    const select = store.db.prepare<[number, number, number], AuditRow>(
      'SELECT * FROM audit WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?',
    )
    for (let from = start.seq; from < last.seq;) {
      const rows = select.all(from, last.seq, batch)
      yield rows.map((row) => `${JSON.stringify(readRecord(row))}\n`).join('')
      from = rows.at(-1)!.seq
    }
  }
  await writeFileSafely(filePath, lines(), new AbortController().signal)
  return { records: last.seq - start.seq }
}
