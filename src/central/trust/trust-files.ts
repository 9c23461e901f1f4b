import { createHash } from 'node:crypto'
import type { Environment } from '../../contract/protocol/environment.ts'
import { Failure } from '../../contract/failure.ts'
import {
  createTrustStore,
  EmrtdFailure,
  importTrust,
  withoutSpecimens,
  type TrustList,
  type TrustStore,
} from '../../emrtd/verify.ts'
import type { Central, Db, Trx, TrustLoader } from '../context.ts'
import { transact } from '../database/transact.ts'

/** A station fetches a file whole, as base64 in one answer of 4 MiB; all states' master lists are below half of it. */
export const maxTrustBytes = 3_000_000

/** One file of certificates or lists, as it came. */
export type TrustFile = { name: string; source: string; bytes: Uint8Array }

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** What is in a file. Codes: trust_file_unusable, trust_specimen (production takes nothing that the virtual country made). */
export function readTrustFile({ name, bytes }: Omit<TrustFile, 'source'>, environment: Environment): TrustList[] {
  const lists = parseTrustFile(bytes, name)
  if (environment === 'production' && withoutSpecimens(lists).refused > 0) throw new Failure('trust_specimen')
  return lists
}

function parseTrustFile(bytes: Uint8Array, name: string): TrustList[] {
  if (bytes.length > maxTrustBytes) throw new Failure('trust_file_unusable', 'too large')
  try {
    return importTrust(bytes, name)
  } catch (error) {
    throw error instanceof EmrtdFailure ? new Failure('trust_file_unusable', error.detail, { cause: error }) : error
  }
}

/** Takes a file into central's trust; the same again changes nothing. Codes: those of `readTrustFile`. */
export async function addTrustFile(
  central: Pick<Central, 'db' | 'environment' | 'now'>,
  file: TrustFile,
  by: string,
): Promise<void> {
  readTrustFile(file, central.environment)
  await transact(central.db, (trx) => insertTrustFile(trx, file, by, central.now()))
}

/** Within a change of trust that is decided. */
export async function insertTrustFile(
  trx: Trx,
  { name, source, bytes }: TrustFile,
  by: string,
  at: Date,
): Promise<void> {
  const { numInsertedOrUpdatedRows: added } = await trx
    .insertInto('trust_file')
    .values({ sha256: sha256Of(bytes), name, source, bytes: Buffer.from(bytes), added_at: at, added_by: by })
    .onConflict((clash) => clash.doNothing())
    .executeTakeFirst()
  if (added !== 0n) await raiseVersion(trx, by, at)
}

/** Within a change of trust that is decided. Code: trust_conflict (it is gone already). */
export async function removeTrustFile(trx: Trx, sha256: string, by: string, at: Date): Promise<void> {
  const { numDeletedRows } = await trx.deleteFrom('trust_file').where('sha256', '=', sha256).executeTakeFirst()
  if (numDeletedRows === 0n) throw new Failure('trust_conflict', 'removed before')
  await raiseVersion(trx, by, at)
}

/** Every change gives the whole its next number: a station takes none that is lower than the one it has. */
async function raiseVersion(trx: Trx, by: string, at: Date): Promise<void> {
  const version = (await trustVersion(trx)) + 1
  const { numInsertedOrUpdatedRows: raised } = await trx
    .insertInto('trust_version')
    .values({ version, set_at: at, set_by: by })
    .onConflict((clash) => clash.doNothing())
    .executeTakeFirst()
  if (raised === 0n) throw new Failure('trust_conflict', 'version')
}

/** 0 before the first change. */
export async function trustVersion(db: Db | Trx): Promise<number> {
  const row = await db
    .selectFrom('trust_version')
    .select('version')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.version ?? 0
}

/** Every file in force, without its bytes, the oldest first. */
export function listTrustFiles(db: Db | Trx) {
  return db
    .selectFrom('trust_file')
    .select(['sha256', 'name', 'source', 'added_at', 'added_by'])
    .orderBy('added_at')
    .orderBy('sha256')
    .execute()
}

/** How long a change made at another instance may go unseen. */
const lookAgainMs = 30_000

/** Central's trust store, read when it is first asked for and looked at again from time to time: parsing costs more than a packet. */
export function createTrustLoader(
  db: Db,
  environment: Environment,
  monotonicMs: () => number = () => performance.now(),
): TrustLoader {
  let known: { store: TrustStore; files: string; at: number } | null = null
  const look = async () => {
    if (known !== null && monotonicMs() - known.at < lookAgainMs) return known.store
    const files = (await listTrustFiles(db)).map(({ sha256 }) => sha256).join()
    if (known?.files !== files) known = { store: await load(db, environment), files, at: monotonicMs() }
    known.at = monotonicMs()
    return known.store
  }
  return Object.assign(look, { forget: () => void (known = null) })
}

/** An older production database may hold a specimen's certificate: it is not trusted for being there. */
async function load(db: Db, environment: Environment): Promise<TrustStore> {
  const rows = await db.selectFrom('trust_file').select(['name', 'bytes']).orderBy('added_at').execute()
  const lists = rows.flatMap(({ name, bytes }) => importTrust(bytes, name))
  return createTrustStore(environment === 'production' ? withoutSpecimens(lists).lists : lists)
}
