import { sql } from 'kysely'
import type { Central, Db } from '../context.ts'
import { lockApplication, writeDeclaration } from './application-store.ts'

const batch = 200

/**
 * Seals what an earlier version wrote in clear, and has the database overwrite the pages it stood on: done once, at the first
 * start of this version. Several instances may do it together. Returns how many were sealed.
 */
export async function sealDeclarations(central: Pick<Central, 'db' | 'keys'>): Promise<number> {
  let sealed = 0
  for (;;) {
    const rows = await findClear(central.db)
    if (rows.length === 0) break
    for (const { application_id } of rows) sealed += await sealOne(central, application_id)
  }
  // What an update leaves behind is free space with the old words in it.
  if (sealed > 0) await sql`VACUUM FULL application`.execute(central.db)
  return sealed
}

function findClear(db: Db) {
  return db.selectFrom('application').select('application_id').where('declared', 'is not', null).limit(batch).execute()
}

async function sealOne(central: Pick<Central, 'db' | 'keys'>, applicationId: string): Promise<number> {
  return central.db.transaction().execute(async (trx) => {
    const { declared } = await lockApplication(trx, applicationId)
    if (declared === null) return 0
    await writeDeclaration(trx, central, applicationId, declared)
    return 1
  })
}
