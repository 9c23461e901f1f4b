import { legalDay, localDay } from '../../enrolment/local-day.ts'
import { sql } from 'kysely'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { IsoDate } from '../../contract/identity.ts'
import { PersonId, Role } from '../../contract/operator.ts'
import { isPrintable } from '../../contract/printable.ts'
import type { Central, Trx } from '../context.ts'
import { transact } from '../database/transact.ts'
import { requeue } from '../packets/requeue.ts'
import { requireStation, zoneOf } from '../stations/station.ts'
import { dayText } from './term-order.ts'
import { requirePerson } from './person.ts'

/** Actors of audits that are nobody. */
const reserved = ['station', 'unknown', 'central', 'training', 'administrator']

/** As it stands on screens and in logs. */
export const DisplayName = z.string().trim().min(1).max(80).refine(isPrintable)

/** A person as an administrator enters them; the identifier is central's to give and is never reused. */
export const NewPerson = z.object({
  personId: PersonId.refine((id) => !reserved.includes(id)),
  displayName: DisplayName,
  role: Role,
  trainedUntil: IsoDate,
})
export type NewPerson = z.infer<typeof NewPerson>

/** `from`: the day from which on it is so, as each place begins it; at once unless given. A day of before corrects what was wrong then. */
export const PersonChange = NewPerson.partial({ displayName: true, role: true, trainedUntil: true }).extend({
  from: IsoDate.optional(),
})
export type PersonChange = z.infer<typeof PersonChange>

/** Reasons for which a packet waits until central knows a person, or their key. */
const waitsForPerson = ['operator_key_unknown', 'operator_unconfirmed', 'override_manager_unknown']

/** Codes: operator_invalid (identifier, name or day), operator_exists. */
export async function addPerson({ db, now }: Pick<Central, 'db' | 'now'>, given: NewPerson, by: string): Promise<void> {
  const parsed = NewPerson.safeParse(given)
  if (!parsed.success) throw new Failure('operator_invalid', parsed.error.issues[0]?.path.join('.') ?? null)
  const { personId, displayName, role, trainedUntil } = parsed.data
  const at = now()
  await transact(db, async (trx) => {
    const { numInsertedOrUpdatedRows: added } = await trx
      .insertInto('person')
      .values({
        person_id: personId,
        display_name: displayName,
        created_at: at,
        created_by: by,
        confirmed_at: at,
        confirmed_by: by,
      })
      .onConflict((clash) => clash.column('person_id').doNothing())
      .executeTakeFirst()
    if (added === 0n) throw new Failure('operator_exists')
    await setTerm(trx, { personId, role, trainedUntil, from: legalDay(at) }, by, at)
  })
}

/** A new role, training or name from a day on. Codes: not_found, operator_revoked, operator_invalid. */
export async function changePerson(central: Central, given: PersonChange, by: string): Promise<void> {
  const parsed = PersonChange.safeParse(given)
  if (!parsed.success) throw new Failure('operator_invalid', parsed.error.issues[0]?.path.join('.') ?? null)
  const { personId, displayName, role, trainedUntil } = parsed.data
  const at = central.now()
  await transact(central.db, async (trx) => {
    const { revoked_at } = await requirePerson(trx, personId)
    if (revoked_at !== null) throw new Failure('operator_revoked')
    if (displayName !== undefined)
      await trx.updateTable('person').set({ display_name: displayName }).where('person_id', '=', personId).execute()
    const { from } = parsed.data
    const days = from === undefined ? await presentDays(trx, personId, at) : { first: from, last: from }
    const before = await lastTerm(trx, personId, days.last)
    const term = { role: role ?? before.role, trainedUntil: trainedUntil ?? before.trained_until }
    await endTerms(trx, personId, days)
    await setTerm(trx, { personId, ...term, from: days.first }, by, at)
  })
  await requeueFor(central, personId)
}

/** An administrator vouches for a person whom only a station had named. Code: not_found. */
export async function confirmPerson(central: Central, personId: string, by: string): Promise<void> {
  const { numUpdatedRows } = await central.db
    .updateTable('person')
    .set({ confirmed_at: central.now(), confirmed_by: by })
    .where('person_id', '=', personId)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) await requirePerson(central.db, personId)
  else await requeueFor(central, personId)
}

/** Makes a person one of a station's own; again, where they had left. Codes: not_found, operator_revoked. */
export async function assignPerson(central: Central, stationId: string, personId: string): Promise<void> {
  await transact(central.db, async (trx) => {
    await requireStation(trx, stationId)
    await assign(trx, { stationId, personId, at: central.now() })
  })
  await requeueFor(central, personId)
}

export async function assign(
  trx: Trx,
  { stationId, personId, at }: { stationId: string; personId: string; at: Date },
): Promise<void> {
  const { revoked_at } = await requirePerson(trx, personId)
  if (revoked_at !== null) throw new Failure('operator_revoked')
  await trx
    .insertInto('assignment')
    .values({ station_id: stationId, person_id: personId, since: at })
    .onConflict((clash) => clash.columns(['station_id', 'person_id']).doUpdateSet({ ended_at: null }))
    .execute()
}

/** Ends a person's work at one station, from now on. Code: not_found. */
export async function unassignPerson({ db, now }: Central, stationId: string, personId: string): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('assignment')
    .set({ ended_at: now() })
    .where('station_id', '=', stationId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Failure('not_found', 'assignment')
}

type Days = { first: string; last: string }

/** The days that it is now where somebody works, and by legal time: a change that names no day acts at once in all of these places. */
async function presentDays(trx: Trx, personId: string, at: Date): Promise<Days> {
  const places = await trx
    .selectFrom('assignment')
    .innerJoin('station', 'station.station_id', 'assignment.station_id')
    .select('time_zone')
    .distinct()
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute()
  const days = [legalDay(at), ...places.map((place) => localDay(at, zoneOf(place)))].sort()
  return { first: days[0]!, last: days.at(-1)! }
}

/** Takes away the terms that began after the first of these days: what is said now counts instead. */
async function endTerms(trx: Trx, personId: string, { first, last }: Days): Promise<void> {
  await trx
    .deleteFrom('person_term')
    .where('person_id', '=', personId)
    .where('valid_from', '>', sql<Date>`${first}::date`)
    .where('valid_from', '<=', sql<Date>`${last}::date`)
    .execute()
}

type Term = { personId: string; role: Role; trainedUntil: string; from: string }

export async function setTerm(trx: Trx, { personId, role, trainedUntil, from }: Term, by: string, at: Date) {
  const state = { role, trained_until: trainedUntil, recorded_at: at, recorded_by: by }
  await trx
    .insertInto('person_term')
    .values({ person_id: personId, valid_from: from, ...state })
    .onConflict((clash) => clash.columns(['person_id', 'valid_from']).doUpdateSet(state))
    .execute()
}

/** What a person was last, by a day; for a day before all others, what they were first. */
async function lastTerm(trx: Trx, personId: string, day: string) {
  const terms = await trx
    .selectFrom('person_term')
    .select(['role', dayText('trained_until').as('trained_until'), dayText('valid_from').as('valid_from')])
    .where('person_id', '=', personId)
    .orderBy('person_term.valid_from')
    .execute()
  return terms.findLast(({ valid_from }) => valid_from <= day) ?? terms[0]!
}

/** Has packets of a person's stations judged again that waited to know the person or a key. */
export async function requeueFor(central: Central, personId: string): Promise<void> {
  const stations = await central.db
    .selectFrom('assignment')
    .select('station_id')
    .where('person_id', '=', personId)
    .execute()
  for (const { station_id } of stations) await requeue(central, station_id, waitsForPerson)
}
