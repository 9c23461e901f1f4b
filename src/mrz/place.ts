/** A character of the zone: line and column from 0. */
export type Place = { line: number; column: number }
