import type { Kysely } from 'kysely'
import { Failure } from '../../contract/failure.ts'
import type { Tables } from '../database/tables.ts'

/** How the failure's detail begins where keys stand in a database whose history was made with others, or nobody can tell. */
export const foreignToHistory = 'keys unknown to the history'

/** What somebody who knows says of the keys: the id of the signing key that is ours, or `new` where all keys are lost. */
export type KeysOfHistory = string | null

const traces = ['station', 'packet', 'audit'] as const

/** Whether central has already been at work here: kiosks, results or deeds are on record. */
async function hasHistory(db: Kysely<Tables>): Promise<boolean> {
  for (const table of traces) {
    const row = await db.selectFrom(table).select('station_id').limit(1).executeTakeFirst()
    if (row !== undefined) return true
  }
  return false
}

/**
 * Keys are wrapped for the first time, or made, where there is no history, or where somebody names them: whoever can write into the
 * database could else replace every row by one of theirs, and central would wrap it as its own. `signing`: ids of the signing keys that
 * stand there, none where no key stands there at all. Code: store_key_wrong.
 */
export async function requireKnownKeys(
  db: Kysely<Tables>,
  signing: readonly string[],
  named: KeysOfHistory,
): Promise<void> {
  const isNamed = signing.length === 0 ? named === 'new' : named !== null && signing.includes(named)
  if (isNamed || !(await hasHistory(db))) return
  const found = signing.length === 0 ? 'no key is there' : `plain, signing ${signing.join(' ')}`
  throw new Failure('store_key_wrong', `${foreignToHistory}: ${found}`)
}
