import { randomUUID } from 'node:crypto'
import type { Address } from '../../contract/identity.ts'
import { Failure } from '../../contract/failure.ts'
import { cancelVisit, planVisit } from '../../central/intake/visits.ts'
import type { Identity } from '../context.ts'

export type NewSlot = { operatorId: string; postcode: string; startsAt: Date; endsAt: Date }

const shown = 30
const noticeMs = 12 * 3_600_000

/** Times of rounds that citizens may choose: the system that plans the rounds adds them. */
export async function addSlots({ db }: Pick<Identity, 'db'>, slots: readonly NewSlot[]): Promise<void> {
  if (slots.length === 0) return
  await db
    .insertInto('identity.visit_slot')
    .values(
      slots.map(({ operatorId, postcode, startsAt, endsAt }) => ({
        slot_id: randomUUID(),
        operator_id: operatorId,
        postcode,
        starts_at: startsAt,
        ends_at: endsAt,
      })),
    )
    .execute()
}

/** How the postcode of a round that passes an address may begin: with `75020` also `75` and `7`. */
const roundsPast = ({ postcode }: Pick<Address, 'postcode'>): string[] =>
  Array.from({ length: postcode.length }, (_, i) => postcode.slice(0, i + 1))

/** Free times of the rounds that pass the address, from tomorrow on. */
export async function listSlots({ db, now }: Pick<Identity, 'db' | 'now'>, address: Pick<Address, 'postcode'>) {
  const rows = await db
    .selectFrom('identity.visit_slot')
    .select(['slot_id', 'starts_at', 'ends_at'])
    .where('postcode', 'in', roundsPast(address))
    .where('application_id', 'is', null)
    .where('starts_at', '>', new Date(now().getTime() + noticeMs))
    .orderBy('starts_at')
    .orderBy('slot_id')
    .limit(shown)
    .execute()
  return rows.map(({ slot_id, starts_at, ends_at }) => ({
    slot_id,
    starts_at: starts_at.toISOString(),
    ends_at: ends_at.toISOString(),
  }))
}

/** Holds a free time of a round past the address, and gives back the one held before. Code: slot_taken. */
export async function holdSlot(
  { db, now }: Pick<Identity, 'db' | 'now'>,
  slotId: string,
  { applicationId, address }: { applicationId: string; address: Pick<Address, 'postcode'> },
) {
  await db.transaction().execute(async (trx) => {
    const held = await trx
      .selectFrom('identity.visit_slot')
      .select('slot_id')
      .where('application_id', '=', applicationId)
      .forUpdate()
      .executeTakeFirst()
    if (held !== undefined && held.slot_id !== slotId) {
      const free = trx.updateTable('identity.visit_slot').set({ application_id: null })
      await free.where('slot_id', '=', held.slot_id).execute()
    }
    const { numUpdatedRows } = await trx
      .updateTable('identity.visit_slot')
      .set({ application_id: applicationId })
      .where('slot_id', '=', slotId)
      .where('postcode', 'in', roundsPast(address))
      .where((eb) => eb.or([eb('application_id', 'is', null), eb('application_id', '=', applicationId)]))
      .where('starts_at', '>', now())
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new Failure('slot_taken')
  })
}

/** Whether a time is held, and of a round that passes the address: somebody may have moved since they chose. */
export async function holdsSlot(
  identity: Pick<Identity, 'db'>,
  applicationId: string,
  address: Pick<Address, 'postcode'>,
): Promise<boolean> {
  const held = await heldSlot(identity, applicationId)
  return held !== null && roundsPast(address).includes(held.postcode)
}

export async function heldSlot({ db }: Pick<Identity, 'db'>, applicationId: string) {
  const row = await db
    .selectFrom('identity.visit_slot')
    .selectAll()
    .where('application_id', '=', applicationId)
    .executeTakeFirst()
  return row ?? null
}

/** Gives a time back, and central's visit with it where it was planned. */
export async function freeSlot(identity: Pick<Identity, 'db' | 'central'>, applicationId: string): Promise<void> {
  const held = await heldSlot(identity, applicationId)
  if (held === null) return
  await cancelVisit(identity.central.db, held.slot_id).catch((error: unknown) => {
    // It was never planned, or has taken place.
    if (!(error instanceof Failure)) throw error
  })
  const free = identity.db.updateTable('identity.visit_slot').set({ application_id: null })
  await free.where('application_id', '=', applicationId).execute()
}

/** Makes the held time an appointment, which reaches the postman's tablet with the day's list. Code: slot_taken (none is held). */
export async function planHeldVisit(identity: Pick<Identity, 'db' | 'central'>, applicationId: string): Promise<void> {
  const held = await heldSlot(identity, applicationId)
  if (held === null) throw new Failure('slot_taken')
  await planVisit(identity.central, held.slot_id, {
    applicationId,
    operatorId: held.operator_id,
    startsAt: held.starts_at.toISOString(),
    endsAt: held.ends_at.toISOString(),
    note: null,
  })
}
