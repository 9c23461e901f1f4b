import type { Db, Trx } from '../context.ts'

const attempts = 5

/**
 * A transaction that is done again where the database gave way to another (SQLSTATE class 40: deadlock, serialisation): for
 * work that locks rows in an order of its own. The work must have no effect outside the transaction.
 */
export async function transact<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      const gaveWay = (error as { code?: string }).code?.startsWith('40') ?? false
      if (!gaveWay || attempt === attempts) throw error
    }
  }
}
