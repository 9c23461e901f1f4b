import { movedRows, renamedRows } from './renamed-communes.ts'

const table = (rows: string): [code: string, rest: string][] =>
  rows.split(/[|\n]/).map((row) => [row.slice(0, 5), row.slice(6)])

const renamed = new Map(table(renamedRows).map(([code, names]) => [code, names.split('/')]))
const moved = new Map(table(movedRows))

/** Every name that a commune has or had under its INSEE code; none where it only ever had one. */
export const namesUnderCode = (inseeCode: string): readonly string[] => renamed.get(inseeCode) ?? []

/** The department in which a commune lay for somebody born on that day, where it was moved since: Saint-Priest (69290) lay in Isère. */
export function departmentThen(inseeCode: string, birthDate: string): string | null {
  const until = inseeCode.startsWith('69') ? '1968-01-01' : '2019-01-01'
  return birthDate < until ? (moved.get(inseeCode) ?? null) : null
}
