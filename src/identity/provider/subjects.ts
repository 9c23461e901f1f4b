import { createHash, randomBytes } from 'node:crypto'
import type { Identity } from '../context.ts'

const mostCached = 50_000

/** How one that was erased is remembered: it has 256 bits, so that nobody finds it from its digest. */
export const subjectHash = (sub: string) => createHash('sha256').update(`sub ${sub}`).digest('base64url')

/**
 * What a sector knows a person by: drawn at the first login there, stored, and the same forever: it survives a new proofing, a new
 * document and every rotation of keys, says nothing of the account, and is never given to anybody else: not after an erasure either, of
 * which a digest stays (rights/erase-account.ts).
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
      const sub = await draw(db)
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

async function draw(db: Identity['db']): Promise<string> {
  const sub = randomBytes(32).toString('base64url')
  const spent = await db
    .selectFrom('identity.spent_subject')
    .select('sub_hash')
    .where('sub_hash', '=', subjectHash(sub))
    .executeTakeFirst()
  return spent === undefined ? sub : draw(db)
}
