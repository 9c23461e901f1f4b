import { randomInt, randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import { DeviceKind, PendingLogin } from '../../contract/identity/device.ts'
import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import type { Db, IdentityTables, Trx } from '../database/tables.ts'
import { newToken, tokenHash } from '../keys/digests.ts'
import { openText, sealText } from '../keys/sealing.ts'

export type OfferRow = Selectable<IdentityTables['identity.device_offer']>
const table = 'identity.device_offer'
const lifeMs = 10 * 60_000
export const mostWrongJoinNumbers = 2
/** More than a household has, fewer than somebody can lose sight of. */
const mostDevices = 5

/** What asks to come in: its key as verified, what it is called and where it is. */
const Candidate = z.object({
  name: z.string(),
  kind: DeviceKind,
  public_key: z.string(),
  credential_id: z.string().nullable(),
  transports: z.string(),
  counter: z.number(),
  from: PendingLogin.shape.from,
})
export type Candidate = z.infer<typeof Candidate>

/** A link for one other device, in place of any before; its token is nowhere else in clear. Code: device_limit. */
export async function offerJoin({ db, now }: Identity, account_id: string): Promise<{ token: string; until: Date }> {
  await requireRoom(db, account_id)
  const [token, at] = [newToken(), now()]
  const until = new Date(at.getTime() + lifeMs)
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom(table).where('account_id', '=', account_id).execute()
    await trx
      .insertInto(table)
      .values({
        offer_id: randomUUID(),
        account_id,
        token_hash: tokenHash(token),
        created_at: at,
        expires_at: until,
      })
      .execute()
  })
  return { token, until }
}

/** Code: device_limit. */
export async function requireRoom(db: Db | Trx, account_id: string): Promise<void> {
  const { held } = await db
    .selectFrom('identity.device')
    .select((eb) => eb.fn.countAll<string>().as('held'))
    .where('account_id', '=', account_id)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (Number(held) >= mostDevices) throw new Failure('device_limit')
}

/** The offer of an identity that still counts; null for none. */
export async function findOffer({ db, now }: Identity, accountId: string): Promise<OfferRow | null> {
  const row = await db
    .selectFrom(table)
    .selectAll()
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now())
    .executeTakeFirst()
  return row ?? null
}

/** Of two browsers that open one link, the first. Code: join_over. */
export async function openOffer({ db, now }: Identity, token: string): Promise<OfferRow> {
  const row = await db
    .updateTable(table)
    .set({ opened_at: now() })
    .where('token_hash', '=', tokenHash(token))
    .where('opened_at', 'is', null)
    .where('expires_at', '>', now())
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw new Failure('join_over')
  return row
}

/** Code: join_over (refused, replaced, or its time is over). */
export async function readOffer({ db, now }: Identity, offerId: string): Promise<OfferRow> {
  const row = await db
    .selectFrom(table)
    .selectAll()
    .where('offer_id', '=', offerId)
    .where('expires_at', '>', now())
    .executeTakeFirst()
  if (row === undefined) throw new Failure('join_over')
  return row
}

const contextOf = (offerId: string) => `device offer ${offerId}`

/** One device an offer: it shows two digits from now on. Code: join_over. */
export async function putCandidate(identity: Identity, offer_id: string, candidate: Candidate): Promise<OfferRow> {
  const { db, keys } = identity
  const row = await db
    .updateTable(table)
    .set({
      candidate: sealText(keys().data, contextOf(offer_id), JSON.stringify(candidate)),
      number: String(randomInt(100)).padStart(2, '0'),
    })
    .where('offer_id', '=', offer_id)
    .where('candidate', 'is', null)
    .where('expires_at', '>', identity.now())
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw new Failure('join_over')
  return row
}

export function candidateOf({ keys }: Identity, { offer_id, candidate }: OfferRow): Candidate | null {
  return candidate === null ? null : Candidate.parse(JSON.parse(openText(keys().data, contextOf(offer_id), candidate)))
}

/** Counts a wrong number before anybody is told; returns how many are left. The last one ends the offer. */
export async function countWrongJoinNumber({ db }: Identity, { offer_id }: OfferRow): Promise<number> {
  const row = await db
    .updateTable(table)
    .set((eb) => ({ wrong_numbers: eb('wrong_numbers', '+', 1) }))
    .where('offer_id', '=', offer_id)
    .returning('wrong_numbers')
    .executeTakeFirst()
  const left = Math.max(0, mostWrongJoinNumbers - (row?.wrong_numbers ?? mostWrongJoinNumbers))
  if (left === 0) await db.deleteFrom(table).where('offer_id', '=', offer_id).execute()
  return left
}

export async function dropOffer({ db }: Identity, accountId: string): Promise<void> {
  await db.deleteFrom(table).where('account_id', '=', accountId).where('device_id', 'is', null).execute()
}
