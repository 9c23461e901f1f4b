import { z } from 'zod'
import { IsoTime } from '../../contract/identity.ts'
import { Environment, PublicJwk, Sha256Hex } from '../../contract/sync.ts'
import { canonicalJson } from '../jose/canonical-json.ts'
import type { Audit } from '../ports.ts'
import { writeFileSafely } from '../store/write-file.ts'
import { readRecord } from './create-audit.ts'
import type { AuditParts, AuditRow } from './create-audit.ts'

/** First line of an exported audit log; the other lines are `AuditRecord`s. Signed over its canonical form. */
export const AuditFileHeader = z.strictObject({
  guichet: z.literal('audit-log'),
  version: z.literal(1),
  station_id: z.string().nullable(),
  environment: Environment,
  exported_at: IsoTime,
  exported_by: z.string(),
  /** What stands before the first record: 0 and zeros, or the record up to which the log was pruned. */
  start_seq: z.int().nonnegative(),
  start_hash: Sha256Hex,
  last_seq: z.int().nonnegative(),
  last_hash: Sha256Hex,
  keys: z.array(PublicJwk).min(1),
})
export type AuditFileHeader = z.infer<typeof AuditFileHeader>

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
