import { createHmac } from 'node:crypto'
import type { Declared } from '../../contract/identity.ts'
import type { Central } from '../context.ts'

/** Documents are listed by a keyed hash of kind and number: the list alone names no document. */
function numberHash(secret: Uint8Array, document: Pick<Declared, 'documentType' | 'documentNumber'>): string {
  const number = document.documentNumber.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return createHmac('sha256', secret).update(`${document.documentType} ${number}`).digest('hex')
}

export async function reportLost(
  central: Pick<Central, 'db' | 'keys' | 'now'>,
  document: Pick<Declared, 'documentType' | 'documentNumber'>,
): Promise<void> {
  await central.db
    .insertInto('lost_stolen_document')
    .values({ number_hash: numberHash(central.keys().lookupSecret, document), reported_at: central.now() })
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
    .where('number_hash', '=', numberHash(central.keys().lookupSecret, document))
    .executeTakeFirst()
  return row !== undefined
}
