import type { Kysely } from 'kysely'
import type { Tables } from '../database/tables.ts'
import { wrapKeyFor, type Wrapping } from './wrapped-keys.ts'
import { plainMark, unwrap, wrap, wrappedMark } from './wrapping.ts'

/**
 * Puts what lies wrapped in the table under other keys, all of it or nothing; the authority's pairs only where both sides unlock them. Pairs in a
 * token have no wrapping. Running instances go on with what they hold in memory, and are started again with the new key. Answers how many
 * rows; code: store_key_wrong (not the keys that wrap them now, or one of them lies there plain).
 */
export async function rewrapKeys(db: Kysely<Tables>, from: Wrapping, to: Wrapping): Promise<number> {
  const isAuthorityKept = from.authority === 'none' || to.authority === 'none'
  return db.transaction().execute(async (trx) => {
    const rows = await trx.selectFrom('central_key').selectAll().orderBy('slot').forUpdate().execute()
    const plain = rows.filter(({ private_key }) => private_key.startsWith(plainMark))
    for (const { private_key, purpose } of plain) unwrap(private_key, purpose, from.online)
    const wrapped = rows.filter(
      ({ purpose, private_key }) =>
        private_key.startsWith(wrappedMark) && !(purpose === 'authority' && isAuthorityKept),
    )
    for (const { slot, purpose, private_key } of wrapped) {
      const text = unwrap(private_key, purpose, wrapKeyFor(from, purpose))
      await trx
        .updateTable('central_key')
        .set({ private_key: wrap(text, wrapKeyFor(to, purpose)) })
        .where('slot', '=', slot)
        .execute()
    }
    return wrapped.length
  })
}
