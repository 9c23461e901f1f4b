import { createHash } from 'node:crypto'
import { createTrustStore, importTrust, type TrustStore } from '../../emrtd/verify.ts'
import { Failure } from '../../contract/failure.ts'
import type { Db, TrustLoader } from '../context.ts'

/** Takes a file of certificates or revocation lists into central's trust; the same again changes nothing. Code: request_invalid. */
export async function addTrustFile(db: Db, name: string, bytes: Uint8Array, at: Date): Promise<void> {
  try {
    importTrust(bytes, name)
  } catch (error) {
    throw new Failure('request_invalid', 'trust file', { cause: error })
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  await db
    .insertInto('trust_file')
    .values({ sha256, name, bytes: Buffer.from(bytes), added_at: at })
    .onConflict((clash) => clash.doNothing())
    .execute()
}

/** How long a change made at another instance may go unseen. */
const lookAgainMs = 30_000

/** Central's trust store, read when it is first asked for and looked at again from time to time: parsing costs more than a packet. */
export function createTrustLoader(db: Db, monotonicMs: () => number = () => performance.now()): TrustLoader {
  let known: { store: TrustStore; files: string; at: number } | null = null
  const look = async () => {
    if (known !== null && monotonicMs() - known.at < lookAgainMs) return known.store
    const rows = await db.selectFrom('trust_file').select(['sha256', 'name']).orderBy('sha256').execute()
    const files = rows.map(({ sha256 }) => sha256).join()
    if (known?.files !== files) known = { store: await load(db), files, at: monotonicMs() }
    known.at = monotonicMs()
    return known.store
  }
  return Object.assign(look, { forget: () => void (known = null) })
}

async function load(db: Db): Promise<TrustStore> {
  const rows = await db.selectFrom('trust_file').select(['name', 'bytes']).orderBy('added_at').execute()
  return createTrustStore(rows.flatMap(({ name, bytes }) => importTrust(bytes, name)))
}
