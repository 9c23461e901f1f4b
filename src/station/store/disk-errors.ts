import Database from 'better-sqlite3'
import { Failure } from '../../contract/failure.ts'
import type { FailureCode } from '../../contract/failure.ts'

/** SQLite result codes (sqlite.org/rescode.html) and system errors that a clerk can do something about. */
const codes: Record<string, FailureCode> = {
  SQLITE_FULL: 'store_disk_full',
  SQLITE_IOERR_WRITE: 'store_disk_full',
  SQLITE_IOERR_FSYNC: 'store_disk_full',
  SQLITE_IOERR_TRUNCATE: 'store_disk_full',
  SQLITE_IOERR_SHMSIZE: 'store_disk_full',
  SQLITE_CORRUPT: 'store_corrupt',
  SQLITE_NOTADB: 'store_corrupt',
  SQLITE_BUSY: 'store_in_use',
  SQLITE_LOCKED: 'store_in_use',
  SQLITE_CANTOPEN: 'store_unwritable',
  SQLITE_READONLY: 'store_unwritable',
  SQLITE_PERM: 'store_unwritable',
  ENOSPC: 'store_disk_full',
  EFBIG: 'store_disk_full',
  EDQUOT: 'store_disk_full',
  EACCES: 'store_unwritable',
  EPERM: 'store_unwritable',
  EROFS: 'store_unwritable',
}

/** The failure that a database or file error amounts to; anything else comes back as it is. */
export function toStoreFailure(error: unknown): unknown {
  if (error instanceof Failure) return error
  const found = codeOfSystem(error)
  const code = found === null ? undefined : (codes[found] ?? codes[family(found)])
  return code === undefined ? error : new Failure(code, found, { cause: error })
}

function codeOfSystem(error: unknown): string | null {
  if (error instanceof Database.SqliteError) return error.code
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return null
}

/** SQLITE_CORRUPT_VTAB and its like belong to their primary code. */
function family(code: string): string {
  return code.split('_').slice(0, 2).join('_')
}
