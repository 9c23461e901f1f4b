import type Database from 'better-sqlite3'

/** The connection to the station's encrypted database. */
export type Db = Database.Database
