import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export type LongLifeReport = {
  finished: number
  /** Attempts that were refused, by code; each was begun again. */
  refused: Record<string, number>
  kills: number
  restarts: number
  rotations: number
  /** The longest from the first attempt of a login to its end. */
  slowestMs: number
  failures: string[]
  /** How often it was begun: each time with a database and people of its own. */
  lives: number
}

export const emptyReport = (): LongLifeReport => ({
  ...{ finished: 0, refused: {}, kills: 0, restarts: 0, rotations: 0, slowestMs: 0, failures: [], lives: 0 },
})

export const lineOf = ({ finished, kills, restarts, rotations, refused }: LongLifeReport) =>
  `${finished} logins, ${kills} kills, ${restarts} restarts of the database, ${rotations} new keys; refused: ${JSON.stringify(refused)}`

/** What an earlier run had reached; nothing where there was none. */
export function readReport(file: string): LongLifeReport {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LongLifeReport
  } catch {
    return emptyReport()
  }
}

export function keepReport(file: string, report: LongLifeReport): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(report, null, 2))
}
