import { EmrtdFailure } from '../failure.ts'
import { parseTlvs, readTlv, requireTlv } from '../tlv/tlv.ts'

/** EF.DG1: the MRZ as the chip holds it, whole and in its lines (Doc 9303-10 §4.7.1). */
export interface Dg1 {
  readonly mrz: string
  readonly lines: readonly string[]
}

export const dg1Tag = 0x61
const mrzTag = 0x5f1f
/** Lines and their length by length of the whole: TD1, TD2, TD3. */
const layouts: Record<number, number> = { 90: 30, 72: 36, 88: 44 }

/** Parses EF.DG1; bytes after the data object are ignored. Fails with `chip_data_malformed`. */
export function parseDg1(bytes: Uint8Array): Dg1 {
  const outer = readTlv(bytes)
  if (outer.tag !== dg1Tag) throw new EmrtdFailure('chip_data_malformed', 'DG1 tag')
  const { value } = requireTlv(parseTlvs(outer.value), mrzTag)
  const width = layouts[value.length]
  // A blank stands for the filler on some chips.
  const mrz = String.fromCharCode(...value.subarray(0, 90)).replaceAll(' ', '<')
  if (width === undefined || !/^[A-Z0-9<]+$/.test(mrz)) throw new EmrtdFailure('chip_data_malformed', 'MRZ in DG1')
  const lines = Array.from({ length: mrz.length / width }, (_, i) => mrz.slice(i * width, (i + 1) * width))
  return { mrz, lines }
}
