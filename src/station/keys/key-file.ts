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
import { dirname, join } from 'node:path'
import { Failure } from '../../contract/failure.ts'
import { toStoreFailure } from '../store/disk-errors.ts'
import { renameDurably, writeDurably } from '../store/durable-file.ts'
import type { KeyKeeper, KeyWrap } from './port.ts'

const keyBytes = 32

/** What this start can open a key with; a file that has only its rights needs nothing. */
export type KeyWraps = Partial<Record<KeyKeeper, KeyWrap>>

export interface DatabaseKey {
  key: Uint8Array
  keeper: KeyKeeper
  /** First start: there is no database yet. */
  isNew: boolean
  /** Gives a new key its name once the database stands under its own. From then on a missing database is a lost one. */
  keep(): void
}

/**
 * The database's key, wrapped, from its owner-only file. A first start makes it under a name of its own, then the database, and only
 * then is the key kept: whenever that is cut short, the next start begins from nothing or goes on. The file names what keeps its key, so that
 * a key store that appears later changes nothing, and one that is gone or locked is called that. Codes: store_key_wrong (missing
 * beside an existing database, damaged, or a wrong passphrase), store_key_exposed (others may read the file), store_corrupt (the
 * database of this key is missing or empty), store_keyring_unavailable, store_passphrase_missing, store_protection_missing (a new key
 * that nothing but its file's rights would protect, where that is not enough: `mayBeBare`).
 */
export async function openDatabaseKey(options: {
  keyFile: string
  databaseFile: string
  wraps: KeyWraps
  mayBeBare: boolean
}): Promise<DatabaseKey> {
  const { keyFile, databaseFile, wraps } = options
  const draft = draftOf(keyFile)
  const hasDatabase = existsSync(databaseFile) && !isEmptyFile(databaseFile)
  if (existsSync(keyFile)) {
    const known = await readKey(keyFile, wraps)
    if (!hasDatabase) throw new Failure('store_corrupt', 'the database is missing or empty')
    return { ...known, isNew: false, keep: () => {} }
  }
  const keep = () => attempt(() => renameDurably(draft, keyFile))
  if (hasDatabase) {
    if (!existsSync(draft)) throw new Failure('store_key_wrong', 'key file missing')
    return { ...(await readKey(draft, wraps)), isNew: false, keep }
  }
  const key = randomBytes(keyBytes)
  const keeper = preference.find((one) => wraps[one] !== undefined) ?? 'none'
  if (keeper === 'none' && !options.mayBeBare) throw new Failure('store_protection_missing')
  const wrapped = await wrapOf(keeper, wraps).wrap(key)
  attempt(() => {
    mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 })
    writeDurably(draft, Buffer.concat([Buffer.from(head(keeper)), wrapped]))
  })
  return { key, keeper, isNew: true, keep }
}

const preference: readonly KeyKeeper[] = ['system', 'passphrase', 'none']
const head = (keeper: KeyKeeper) => `guichet-key ${keeper}\n`

/** What keeps the key of a file. Files of earlier versions do not say: a passphrase's box and a bare key show it. */
function splitKeyFile(bytes: Buffer): { keeper: KeyKeeper; wrapped: Uint8Array } {
  const named = preference.find((keeper) => bytes.subarray(0, head(keeper).length).toString('latin1') === head(keeper))
  if (named !== undefined) return { keeper: named, wrapped: bytes.subarray(head(named).length) }
  if (bytes.subarray(0, 3).toString('latin1') === 's1.') return { keeper: 'passphrase', wrapped: bytes }
  return { keeper: bytes.length <= keyBytes ? 'none' : 'system', wrapped: bytes }
}

function wrapOf(keeper: KeyKeeper, wraps: KeyWraps): KeyWrap {
  const wrap = keeper === 'none' ? ownerOnlyKeyWrap : wraps[keeper]
  if (wrap !== undefined) return wrap
  throw new Failure(keeper === 'system' ? 'store_keyring_unavailable' : 'store_passphrase_missing', 'none is there')
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
const ownerOnlyKeyWrap: KeyWrap = { wrap: (plain) => plain, unwrap: (wrapped) => wrapped }

const draftOf = (keyFile: string) => `${keyFile}.first`

function isEmptyFile(file: string): boolean {
  const found = statSync(file)
  return found.isFile() && found.size === 0
}

async function readKey(keyFile: string, wraps: KeyWraps): Promise<Pick<DatabaseKey, 'key' | 'keeper'>> {
  const found = statSync(keyFile)
  if (!found.isFile()) throw new Failure('store_key_wrong', 'key file is no file')
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new Failure('store_key_exposed', 'rights of the key file')
  const { keeper, wrapped } = splitKeyFile(readFileSync(keyFile))
  const key = await unwrapKey(wrapped, wrapOf(keeper, wraps))
  if (key.length !== keyBytes) throw new Failure('store_key_wrong', 'key file damaged')
  return { key, keeper }
}

async function unwrapKey(wrapped: Uint8Array, wrap: KeyWrap): Promise<Uint8Array> {
  try {
    return await wrap.unwrap(wrapped)
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

/** What keeps the key of a data folder's file; null where there is none yet. */
export function keeperOf(dataFolder: string): KeyKeeper | null {
  const file = keyFileIn(dataFolder)
  return existsSync(file) ? splitKeyFile(readFileSync(file)).keeper : null
}

export const keyFileIn = (dataFolder: string) => join(dataFolder, 'guichet.key')
