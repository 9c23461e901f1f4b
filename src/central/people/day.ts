import { sql } from 'kysely'

/** The calendar day of a moment, in UTC: `YYYY-MM-DD`. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10)

/** A day of the database as text: a driver makes midnight somewhere of it. */
export const dayText = (column: 'trained_until' | 'valid_from') => sql<string>`${sql.ref(column)}::text`
