import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../../contract/failure.ts'
import type { Environment } from '../../contract/protocol/environment.ts'
import { destroyDatabaseKey, keyFileIn, openDatabaseKey } from '../keys/key-file.ts'
import { passphraseKeyWrap } from '../keys/secret-box.ts'
import type { KeyKeeper, KeyWrap } from '../keys/port.ts'
import { toStoreFailure } from './disk-errors.ts'
import { destroyStore, openStore, type Store } from './open-store.ts'
import { ownFolder } from './owner-only.ts'

export interface Storage {
  store: Store
  /** Owner-only folder for files on their way out. */
  exportFolder: string
  /** What keeps the database's key; `none`: its file's rights alone. */
  keeper: KeyKeeper
  /** Removes exported files that nobody fetched, or fetched, this long ago. Answers how many. */
  removeExports(olderThanMs: number): number
  /** How long until a file is that old, milliseconds. */
  exportsDueInMs(olderThanMs: number): number
  /** Destroys key, database and exported files; the store must be closed before. */
  destroy(): void
}

/**
 * Opens what the station keeps on disk. The key is under what its file names; a new one under the system's key store
 * where the shell has one, else under a passphrase, else in a file that only its owner may read: in production only where the whole disk is said to be encrypted.
 * Codes: those of openStore and openDatabaseKey.
 */
export async function openStorage(options: {
  dataFolder: string
  migrationsFolder: string
  environment: Environment
  keyWrap: KeyWrap | null
  passphrase: string | null
  isDiskEncrypted: boolean
  now: () => Date
}): Promise<Storage> {
  const { dataFolder, migrationsFolder, environment, passphrase, now } = options
  const file = join(dataFolder, 'guichet.db')
  const keyFile = keyFileIn(dataFolder)
  const exportFolder = join(dataFolder, 'exports')
  const wraps = {
    ...(options.keyWrap && { system: options.keyWrap }),
    ...(passphrase !== null && { passphrase: passphraseKeyWrap(passphrase) }),
  }
  try {
    ownFolder(dataFolder)
    ownFolder(exportFolder)
  } catch (error) {
    throw toFolderFailure(error)
  }
  const mayBeBare = environment === 'training' || options.isDiskEncrypted
  const { key, keeper, keep } = await openDatabaseKey({ keyFile, databaseFile: file, wraps, mayBeBare })
  const store = openStore({ file, key, migrationsFolder, environment, now })
  keep()
  return {
    store,
    exportFolder,
    keeper,
    ...exportsIn(exportFolder),
    destroy() {
      destroyDatabaseKey(keyFile)
      destroyStore(file)
      rmSync(exportFolder, { recursive: true, force: true })
    },
  }
}

/** A folder that cannot be made, for whatever reason: its parent is a file, or not there, or somebody else's. */
function toFolderFailure(error: unknown): unknown {
  const known = toStoreFailure(error)
  return known instanceof Failure ? known : new Failure('store_unwritable', 'folder', { cause: error })
}

/** A file still being written has changed a moment ago; one from the future was written before the clock was set back. */
export function exportsIn(folder: string): Pick<Storage, 'removeExports' | 'exportsDueInMs'> {
  const leftMs = (name: string, olderThanMs: number) =>
    olderThanMs - Math.abs(Date.now() - statSync(join(folder, name)).mtimeMs)
  return {
    removeExports(olderThanMs) {
      const stale = readdirSync(folder).filter((name) => leftMs(name, olderThanMs) <= 0)
      for (const name of stale) rmSync(join(folder, name), { force: true })
      return stale.length
    },
    exportsDueInMs: (olderThanMs) => Math.min(...readdirSync(folder).map((name) => leftMs(name, olderThanMs))),
  }
}
