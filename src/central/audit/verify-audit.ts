import type { Central } from '../context.ts'
import { hashOfLot, noHash } from './seal-audit.ts'

/** `cut`: sealed rows or lots are gone from there on, or were changed; `at`: the first lot that is not as it was sealed. */
export type AuditVerdict = { kind: 'whole'; lots: number; rows: number; hash: string } | { kind: 'broken'; at: number }

/** Reads the whole audit again, lot by lot, each against its hash and the one before. */
export async function verifyAudit({ db }: Pick<Central, 'db'>): Promise<AuditVerdict> {
  let [seq, hash, rows] = [0, noHash, 0]
  for (;;) {
    const seal = await db
      .selectFrom('audit_seal')
      .selectAll()
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst()
    if (seal === undefined) break
    const lot = await db.selectFrom('audit').selectAll().where('sealed', '=', seal.seq).execute()
    const isNext = seal.seq === seq + 1 && seal.prev_hash === hash && lot.length === seal.rows
    if (!isNext || hashOfLot(seal.seq, hash, lot) !== seal.hash) return { kind: 'broken', at: seq + 1 }
    ;[seq, hash, rows] = [seal.seq, seal.hash, rows + lot.length]
  }
  const beyond = await db.selectFrom('audit').select('audit_id').where('sealed', '>', seq).limit(1).executeTakeFirst()
  return beyond === undefined ? { kind: 'whole', lots: seq, rows, hash } : { kind: 'broken', at: seq + 1 }
}
