import type { ChipFileName } from '../chip-file-name.ts'
import { parseDg1 } from '../lds/dg1.ts'
import { parseDg11, type Dg11 } from '../lds/dg11.ts'
import { parseDg12, type Dg12 } from '../lds/dg12.ts'
import { orIfMalformed } from '../or-if-malformed.ts'

/** What the text groups say; null, and no lines, where a group is absent or cannot be parsed. */
export interface DataGroupTexts {
  readonly mrzLines: readonly string[]
  readonly dg11: Dg11 | null
  readonly dg12: Dg12 | null
}

/** Reads DG1, DG11 and DG12 of a chip's files. A group that cannot be parsed is left out; its hash is judged all the same. */
export function readDataGroups(files: ReadonlyMap<ChipFileName, Uint8Array>): DataGroupTexts {
  const read = <T>(name: ChipFileName, parse: (bytes: Uint8Array) => T): T | null => {
    const file = files.get(name)
    return file === undefined ? null : orIfMalformed(() => parse(file), null)
  }
  const mrzLines = read('DG1', parseDg1)?.lines ?? []
  const dg11 = read('DG11', (bytes) => parseDg11(bytes, nameFieldOf(mrzLines)))
  return { mrzLines, dg11, dg12: read('DG12', parseDg12) }
}

/** The whole third line of TD1; behind document code and state on the first line else (Doc 9303-4, -5, -6). */
function nameFieldOf([first, , third]: readonly string[]): string | null {
  return third ?? first?.slice(5) ?? null
}

/** Data groups by number. */
export function dataGroupsOf(files: ReadonlyMap<ChipFileName, Uint8Array>): Map<number, Uint8Array> {
  const groups = [...files].flatMap(([name, bytes]) => {
    const number = /^DG(\d+)$/.exec(name)?.[1]
    return number === undefined ? [] : [[Number(number), bytes] as const]
  })
  return new Map(groups)
}
