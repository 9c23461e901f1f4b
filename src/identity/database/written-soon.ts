import { sql } from 'kysely'

/**
 * In a statement's RETURNING: its transaction answers before the disk has it (PostgreSQL, synchronous_commit = off, for this transaction
 * alone), and is there within a second. Whoever reads the database sees it at once; only a crash of the server can lose it. So it is
 * for rows whose loss opens nothing: a login that was begun must be begun again. What ends or counts something waits for the disk, or is
 * followed, before anybody is told, by a statement that does: the log is written in order.
 */
export const writtenSoon = sql<string>`set_config('synchronous_commit', 'off', true)`.as('written')
