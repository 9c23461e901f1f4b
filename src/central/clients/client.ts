import type { Selectable } from 'kysely'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { PublicJwk } from '../../contract/protocol/jwk.ts'
import type { Central, Db } from '../context.ts'
import type { Tables } from '../database/tables.ts'
import { isUsableKey, thumbprintOf } from '../../jose/public-key.ts'
import { Scope } from './scopes.ts'

/** Identifiers that central gives out: what is not of this form is refused, never folded into it. */
export const Identifier = z.string().regex(/^[a-z0-9-]{3,32}$/)

export type Client = Selectable<Tables['api_client']>

export const NewClient = z.object({
  clientId: Identifier,
  name: z.string().trim().min(3).max(80),
  holder: Identifier,
  scopes: z.array(Scope).min(1).max(Object.keys(Scope.enum).length),
  key: PublicJwk.refine(isUsableKey, 'not a point of P-256'),
})
export type NewClient = z.infer<typeof NewClient>

/**
 * Registers a client of the intake API. Codes: request_invalid (form), forbidden (the identifier is taken, or the key is
 * another client's).
 */
export async function addClient({ db, now }: Pick<Central, 'db' | 'now'>, given: NewClient): Promise<void> {
  const { clientId: client_id, name, holder, scopes, key } = parseNewClient(given)
  const at = now()
  await db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows: added } = await trx
      .insertInto('api_client')
      .values({ client_id, name, holder, scopes: JSON.stringify([...new Set(scopes)]), created_at: at })
      .onConflict((clash) => clash.doNothing())
      .executeTakeFirst()
    if (added === 0n) throw new Failure('forbidden', 'client_id is taken')
    const public_key = JSON.stringify(key)
    const { numInsertedOrUpdatedRows: keyed } = await trx
      .insertInto('api_client_key')
      .values({ thumbprint: thumbprintOf(key), client_id, public_key, added_at: at })
      .onConflict((clash) => clash.doNothing())
      .executeTakeFirst()
    if (keyed === 0n) throw new Failure('forbidden', 'key belongs to another client')
  })
}

function parseNewClient(given: NewClient): NewClient {
  const parsed = NewClient.safeParse(given)
  if (parsed.success) return parsed.data
  throw new Failure('request_invalid', parsed.error.issues.map(({ path }) => path.join('.')).join(', '))
}

/** Ends a client at once: its tokens count for nothing at the next call. Code: not_found. */
export async function revokeClient({ db, now }: Pick<Central, 'db' | 'now'>, clientId: string): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('api_client')
    .set({ revoked_at: now() })
    .where('client_id', '=', clientId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Failure('not_found', 'client')
}

export function listClients(db: Db): Promise<Client[]> {
  return db.selectFrom('api_client').selectAll().orderBy('client_id').execute()
}

/** A client in good standing; null for one that is unknown or revoked. */
export async function findClient(db: Db, clientId: string): Promise<Client | null> {
  const client = await db
    .selectFrom('api_client')
    .selectAll()
    .where('client_id', '=', clientId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return client ?? null
}

export async function clientKeys(db: Db, clientId: string): Promise<PublicJwk[]> {
  const rows = await db
    .selectFrom('api_client_key')
    .select('public_key')
    .where('client_id', '=', clientId)
    .where('retired_at', 'is', null)
    .execute()
  return rows.map(({ public_key }) => public_key)
}
