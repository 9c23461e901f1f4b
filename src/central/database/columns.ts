import type { ColumnType } from 'kysely'

/** JSON columns are written as text, so that both drivers send the same bytes. */
export type Json<T> = ColumnType<T, string, string>
export type Defaulted<T> = ColumnType<T, T | undefined, T>
export type Column<T> = ColumnType<T | null, T | null | undefined, T | null>

/** Selected as text: a driver makes midnight somewhere of a day. */
export type Day = ColumnType<Date, string, string>
