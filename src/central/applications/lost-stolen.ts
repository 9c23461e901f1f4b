import type { Declared } from '../../contract/identity.ts'
import type { Central } from '../context.ts'
import { documentDigest } from '../intake/declaration.ts'

/** Lists a document by its keyed digest: the list alone names no document. */
export async function reportLost(
  central: Pick<Central, 'db' | 'keys' | 'now'>,
  document: Pick<Declared, 'documentType' | 'documentNumber'>,
): Promise<void> {
  await central.db
    .insertInto('lost_stolen_document')
    .values({ number_hash: documentDigest(central.keys().lookupSecret, document), reported_at: central.now() })
    .onConflict((clash) => clash.doNothing())
    .execute()
}

/** Whether the declared document is on the list of lost and stolen ones (standards 2). */
export async function isReportedLost(
  central: Pick<Central, 'db' | 'keys'>,
  document: Pick<Declared, 'documentType' | 'documentNumber'>,
): Promise<boolean> {
  const row = await central.db
    .selectFrom('lost_stolen_document')
    .select('number_hash')
    .where('number_hash', '=', documentDigest(central.keys().lookupSecret, document))
    .executeTakeFirst()
  return row !== undefined
}

/** Takes a document that was found again off the list. Whether it was on it. */
export async function withdrawLost(
  central: Pick<Central, 'db' | 'keys'>,
  document: Pick<Declared, 'documentType' | 'documentNumber'>,
): Promise<boolean> {
  const { numDeletedRows } = await central.db
    .deleteFrom('lost_stolen_document')
    .where('number_hash', '=', documentDigest(central.keys().lookupSecret, document))
    .executeTakeFirst()
  return numDeletedRows > 0n
}
