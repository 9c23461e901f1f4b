import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { Failure } from '../../contract/failure.ts'
import type { KeyWrap } from './port.ts'
import { toStoreFailure } from '../store/disk-errors.ts'

const keyBytes = 32

/**
 * The database's key, wrapped, from its owner-only file; made on the first start. Codes: store_key_wrong (missing beside an
 * existing database, damaged, or the wrap does not open it), store_key_exposed (others may read the file).
 */
export function openDatabaseKey(options: { keyFile: string; databaseFile: string; wrap: KeyWrap }): Uint8Array {
  const { keyFile, databaseFile, wrap } = options
  if (existsSync(keyFile)) return readKey(keyFile, wrap)
  if (existsSync(databaseFile)) throw new Failure('store_key_wrong', 'key file missing')
  const key = randomBytes(keyBytes)
  writeKey(keyFile, wrap.wrap(key))
  return key
}

/** Without its key the database is noise: this is the wipe that counts. */
export function destroyDatabaseKey(keyFile: string): void {
  if (!existsSync(keyFile)) return
  const file = openSync(keyFile, 'r+')
  writeSync(file, randomBytes(statSync(keyFile).size), 0, undefined, 0)
  fsyncSync(file)
  closeSync(file)
  rmSync(keyFile, { force: true })
}

/** For a key file whose rights are its only protection. */
export const ownerOnlyKeyWrap: KeyWrap = { wrap: (plain) => plain, unwrap: (wrapped) => wrapped }

function readKey(keyFile: string, wrap: KeyWrap): Uint8Array {
  if (process.platform !== 'win32' && (statSync(keyFile).mode & 0o077) !== 0)
    throw new Failure('store_key_exposed', 'rights of the key file')
  const key = unwrapKey(readFileSync(keyFile), wrap)
  if (key.length !== keyBytes) throw new Failure('store_key_wrong', 'key file damaged')
  return key
}

function unwrapKey(wrapped: Uint8Array, wrap: KeyWrap): Uint8Array {
  try {
    return wrap.unwrap(wrapped)
  } catch (error) {
    throw error instanceof Failure ? error : new Failure('store_key_wrong', 'key file does not open', { cause: error })
  }
}

/** Exclusive creation and fsync: a key that exists only in a cache would lose the database with the next power cut. */
function writeKey(keyFile: string, wrapped: Uint8Array): void {
  try {
    mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 })
    const file = openSync(keyFile, 'wx', 0o600)
    writeSync(file, wrapped)
    fsyncSync(file)
    closeSync(file)
  } catch (error) {
    throw toStoreFailure(error)
  }
}
