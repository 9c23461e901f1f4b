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
  return { mrzLines: read('DG1', parseDg1)?.lines ?? [], dg11: read('DG11', parseDg11), dg12: read('DG12', parseDg12) }
}

/** Data groups by number. */
export function dataGroupsOf(files: ReadonlyMap<ChipFileName, Uint8Array>): Map<number, Uint8Array> {
  const groups = [...files].flatMap(([name, bytes]) => {
    const number = /^DG(\d+)$/.exec(name)?.[1]
    return number === undefined ? [] : [[Number(number), bytes] as const]
  })
  return new Map(groups)
}
