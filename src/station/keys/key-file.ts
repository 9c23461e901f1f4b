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
import { toStoreFailure } from '../store/disk-errors.ts'
import { renameDurably, writeDurably } from '../store/durable-file.ts'
import type { KeyWrap } from './port.ts'

const keyBytes = 32

export interface DatabaseKey {
  key: Uint8Array
  /** First start: there is no database yet. */
  isNew: boolean
  /** Gives a new key its name once the database stands under its own. From then on a missing database is a lost one. */
  keep(): void
}

/**
 * The database's key, wrapped, from its owner-only file. A first start makes it under a name of its own, then the database, and only
 * then is the key kept: whenever that is cut short, the next start begins anew or goes on. Codes: store_key_wrong (missing beside an
 * existing database, damaged, or the wrap does not open it), store_key_exposed (others may read the file), store_corrupt (the
 * database of this key is missing or empty).
 */
export function openDatabaseKey(options: { keyFile: string; databaseFile: string; wrap: KeyWrap }): DatabaseKey {
  const { keyFile, databaseFile, wrap } = options
  const draft = draftOf(keyFile)
  const hasDatabase = existsSync(databaseFile) && !isEmptyFile(databaseFile)
  if (existsSync(keyFile)) {
    const key = readKey(keyFile, wrap)
    if (!hasDatabase) throw new Failure('store_corrupt', 'the database is missing or empty')
    return { key, isNew: false, keep: () => {} }
  }
  const keep = () => attempt(() => renameDurably(draft, keyFile))
  if (hasDatabase) {
    if (!existsSync(draft)) throw new Failure('store_key_wrong', 'key file missing')
    return { key: readKey(draft, wrap), isNew: false, keep }
  }
  const key = randomBytes(keyBytes)
  attempt(() => {
    mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 })
    writeDurably(draft, wrap.wrap(key))
  })
  return { key, isNew: true, keep }
}

/** Without its key the database is noise: this is the wipe that counts. */
export function destroyDatabaseKey(keyFile: string): void {
  for (const name of [keyFile, draftOf(keyFile)]) {
    if (!existsSync(name)) continue
    const file = openSync(name, 'r+')
    writeSync(file, randomBytes(statSync(name).size), 0, undefined, 0)
    fsyncSync(file)
    closeSync(file)
    rmSync(name, { force: true })
  }
}

/** For a key file whose rights are its only protection. */
export const ownerOnlyKeyWrap: KeyWrap = { wrap: (plain) => plain, unwrap: (wrapped) => wrapped }

const draftOf = (keyFile: string) => `${keyFile}.first`

function isEmptyFile(file: string): boolean {
  const found = statSync(file)
  return found.isFile() && found.size === 0
}

function readKey(keyFile: string, wrap: KeyWrap): Uint8Array {
  const found = statSync(keyFile)
  if (!found.isFile()) throw new Failure('store_key_wrong', 'key file is no file')
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
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

function attempt(work: () => void): void {
  try {
    work()
  } catch (error) {
    throw toStoreFailure(error)
  }
}
