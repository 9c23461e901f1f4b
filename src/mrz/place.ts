/** A character of the MRZ: line and column from 0. */
export type Place = { line: number; column: number }
