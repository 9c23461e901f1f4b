import { sql } from 'kysely'

/** A day of the database as text: a driver makes midnight somewhere of it. */
export const dayText = (column: 'trained_until' | 'valid_from') => sql<string>`${sql.ref(column)}::text`

/** Whether a term has begun by a day. */
export const hasBegun = (day: string) => sql<boolean>`(valid_from <= ${day}::date)`

/** Orders, after \`hasBegun\`, the terms of a person: of those that have begun the latest first, of the others the earliest. */
export const termRank = (day: string) => sql`abs(valid_from - ${day}::date)`
