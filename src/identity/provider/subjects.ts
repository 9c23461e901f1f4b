import { randomBytes } from 'node:crypto'
import type { Identity } from '../context.ts'

const mostCached = 50_000

/**
 * What a sector knows a person by: drawn at the first login there, stored, and the same forever: it survives a new proofing, a new
 * document and every rotation of keys, says nothing of the account, and is never given to anybody else.
 */
export function subjectsOf({
  db,
  now,
}: Pick<Identity, 'db' | 'now'>): (accountId: string, sector: string) => Promise<string> {
  // It never changes, so that a copy is never wrong.
  const cached = new Map<string, string>()
  return async (account_id, sector) => {
    const name = `${account_id} ${sector}`
    const known = cached.get(name)
    if (known !== undefined) return known
    const find = () =>
      db
        .selectFrom('identity.subject')
        .select('sub')
        .where('account_id', '=', account_id)
        .where('sector', '=', sector)
        .executeTakeFirst()
    const found = await find()
    if (found === undefined) {
      const sub = randomBytes(32).toString('base64url')
      await db
        .insertInto('identity.subject')
        .values({ account_id, sector, sub, created_at: now() })
        .onConflict((clash) => clash.columns(['account_id', 'sector']).doNothing())
        .execute()
    }
    const { sub } = found ?? (await find())!
    if (cached.size >= mostCached) cached.clear()
    cached.set(name, sub)
    return sub
  }
}
