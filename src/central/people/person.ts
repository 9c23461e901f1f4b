import { localDay } from '../../enrolment/local-day.ts'
import { dayText, hasBegun, termRank } from './term-order.ts'
import type { Selectable } from 'kysely'
import { Failure } from '../../contract/failure.ts'
import type { Role } from '../../contract/operator.ts'
import type { Central, Db, Trx } from '../context.ts'
import type { Tables } from '../database/tables.ts'

/** A person as central knows them, on a day. Days are `YYYY-MM-DD`. */
export type Person = {
  personId: string
  displayName: string
  role: Role
  /** The first day on which this person may not decide. */
  trainedUntil: string
  /** Null: known by a station's word only; approvals of theirs are reviewed. */
  confirmedAt: Date | null
  revokedAt: Date | null
}

/**
 * Role and training as they were at a moment, whatever they became since; null for nobody, or nobody yet. Terms begin with the day at the
 * place (`timeZone`); the first one at once, wherever it is still the day before.
 */
export async function personAt(
  db: Db | Trx,
  personId: string,
  { at, timeZone }: { at: Date; timeZone: string },
): Promise<Person | null> {
  const row = await db
    .selectFrom('person')
    .innerJoin('person_term', 'person_term.person_id', 'person.person_id')
    .select(['person.person_id', 'display_name', 'role', 'confirmed_at', 'revoked_at'])
    .select(dayText('trained_until').as('trained_until'))
    .where('person.person_id', '=', personId)
    .where((eb) => eb.or([hasBegun(localDay(at, timeZone)), eb('created_at', '<=', at)]))
    .orderBy(hasBegun(localDay(at, timeZone)), 'desc')
    .orderBy(termRank(localDay(at, timeZone)))
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : toPerson(row)
}

type Row = Pick<Selectable<Tables['person']>, 'person_id' | 'display_name' | 'confirmed_at' | 'revoked_at'> & {
  role: Role
  trained_until: string
}

export function toPerson(row: Row): Person {
  return {
    personId: row.person_id,
    displayName: row.display_name,
    role: row.role,
    trainedUntil: row.trained_until,
    confirmedAt: row.confirmed_at,
    revokedAt: row.revoked_at,
  }
}

/** Code: not_found. */
export async function requirePerson(db: Db | Trx, personId: string): Promise<Selectable<Tables['person']>> {
  const row = await db.selectFrom('person').selectAll().where('person_id', '=', personId).executeTakeFirst()
  if (row === undefined) throw new Failure('not_found', 'person')
  return row
}

/** Since when a person may not act at a station: revoked everywhere, or sent elsewhere. Null: they may, or were never there. */
export async function endedAt(db: Db | Trx, stationId: string, personId: string): Promise<Date | null> {
  const row = await db
    .selectFrom('person')
    .leftJoin('assignment', (join) =>
      join.onRef('assignment.person_id', '=', 'person.person_id').on('assignment.station_id', '=', stationId),
    )
    .select(['revoked_at', 'ended_at'])
    .where('person.person_id', '=', personId)
    .executeTakeFirst()
  const times = [row?.revoked_at, row?.ended_at].filter((time) => time instanceof Date)
  return times.sort((a, b) => a.getTime() - b.getTime())[0] ?? null
}

/** Whether a person is one of a station's own, then or now. */
export async function isAssigned(db: Db | Trx, stationId: string, personId: string): Promise<boolean> {
  const row = await db
    .selectFrom('assignment')
    .select('person_id')
    .where('station_id', '=', stationId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row !== undefined
}

/** Refuses who may not act at a station now. Codes: operator_not_on_roster, operator_revoked. */
export async function requireAtStation(db: Db | Trx, stationId: string, personId: string, at: Date): Promise<void> {
  const ended = await endedAt(db, stationId, personId)
  if (ended !== null && ended <= at) throw new Failure('operator_revoked')
  if (!(await isAssigned(db, stationId, personId))) throw new Failure('operator_not_on_roster')
}

type Core = Pick<Central, 'db' | 'environment' | 'now'>

/** As requireAtStation; in training also somebody may act who is not announced yet. Codes as there. */
export async function requireMayAct(
  { db, environment, now }: Core,
  stationId: string,
  personId: string,
): Promise<void> {
  await requireAtStation(db, stationId, personId, now()).catch((error: unknown) => {
    const isUnannounced = error instanceof Failure && error.code === 'operator_not_on_roster'
    if (!(isUnannounced && environment === 'training')) throw error
  })
}
