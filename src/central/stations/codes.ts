import { createHash, randomBytes } from 'node:crypto'
import type { Db } from '../context.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const hour = 3_600_000

/** One-time codes are stored as hashes: whoever reads the database cannot register a station with them. */
export function codeHash(code: string): string {
  return createHash('sha256').update(`station-code ${code.trim().toUpperCase()}`).digest('hex')
}

/** Issues a one-time registration code (`XXXX-XXXX-XXXX`, 60 bits) for a branch. */
export async function issueStationCode(db: Db, branchName: string, now: Date, validHours = 72): Promise<string> {
  const letters = [...randomBytes(12)].map((byte) => alphabet[byte % 32]).join('')
  const code = letters.replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3')
  await db
    .insertInto('station_code')
    .values({
      code_hash: codeHash(code),
      branch_name: branchName,
      issued_at: now,
      expires_at: new Date(now.getTime() + validHours * hour),
    })
    .execute()
  return code
}
