import { createHash } from 'node:crypto'
import {
  createTrustStore,
  EmrtdFailure,
  importTrust,
  withoutSpecimens,
  type TrustList,
  type TrustStore,
} from '../../emrtd/verify.ts'
import { Failure } from '../../contract/failure.ts'
import type { Environment } from '../../contract/sync.ts'
import type { Central, Db, TrustLoader } from '../context.ts'

/**
 * Takes a file of certificates or revocation lists into central's trust; the same again changes nothing. Codes: trust_file_unusable,
 * trust_specimen (production takes nothing that the virtual country made).
 */
export async function addTrustFile(
  { db, environment, now }: Pick<Central, 'db' | 'environment' | 'now'>,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  const lists = readTrustFile(bytes, name)
  if (environment === 'production' && withoutSpecimens(lists).refused > 0) throw new Failure('trust_specimen')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await db
    .insertInto('trust_file')
    .values({ sha256, name, bytes: Buffer.from(bytes), added_at: now() })
    .onConflict((clash) => clash.doNothing())
    .execute()
}

/** Code: trust_file_unusable. */
function readTrustFile(bytes: Uint8Array, name: string): TrustList[] {
  try {
    return importTrust(bytes, name)
  } catch (error) {
    throw error instanceof EmrtdFailure ? new Failure('trust_file_unusable', error.detail, { cause: error }) : error
  }
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
    const rows = await db.selectFrom('trust_file').select(['sha256', 'name']).orderBy('sha256').execute()
    const files = rows.map(({ sha256 }) => sha256).join()
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
