import { createHash } from 'node:crypto'
import type { Store } from '../store/open-store.ts'

/** One file as it was imported. `central`: out of central's signed bundle. */
export interface TrustFileRow {
  sha256: string
  name: string
  bytes: Uint8Array
  added_at: string
  added_by: string
  origin: 'manager' | 'central'
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Files of certificates and lists, in the encrypted database. */
export function trustTable({ db }: Store) {
  const insert = db.prepare(
    `INSERT OR IGNORE INTO trust_files (sha256, name, bytes, added_at, added_by, origin)
     VALUES (:sha256, :name, :bytes, :added_at, :added_by, :origin)`,
  )
  const all = db.prepare<[], TrustFileRow>('SELECT * FROM trust_files ORDER BY added_at, sha256')
  const remove = db.prepare<[string, string]>('DELETE FROM trust_files WHERE sha256 = ? AND origin = ?')
  return {
    all: () => all.all(),
    add: (row: TrustFileRow) => insert.run(row).changes > 0,
    remove: (sha256: string, origin: TrustFileRow['origin']) => remove.run(sha256, origin).changes > 0,
  }
}
