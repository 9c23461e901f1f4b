/** A character of the MRZ: line and column from 0. */
export type Position = { line: number; column: number }
