import { dataGroupValue, readFields, valuesOf } from './fields.ts'

/** EF.COM: versions and the data groups the chip says it has (Doc 9303-10 §4.6.1). Unsigned: a hint, not a proof. */
export interface Com {
  readonly ldsVersion: string | null
  readonly unicodeVersion: string | null
  readonly dataGroups: readonly number[]
}

/** Tags of data groups 1…16 in this order. */
const tags = [0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x70]

/** Tag of data group 1…16. */
export function tagOfDataGroup(group: number): number | null {
  return tags[group - 1] ?? null
}

/** Parses EF.COM. Fails with `chip_data_malformed`. */
export function parseCom(bytes: Uint8Array): Com {
  const fields = readFields(dataGroupValue(bytes, 0x60))
  const [lds] = valuesOf(fields, 0x5f01)
  const [unicode] = valuesOf(fields, 0x5f36)
  const [list = new Uint8Array()] = valuesOf(fields, 0x5c)
  const dataGroups = Array.from(list, (tag) => tags.indexOf(tag) + 1).filter((group) => group > 0)
  return { ldsVersion: digitsOf(lds), unicodeVersion: digitsOf(unicode), dataGroups: [...new Set(dataGroups)] }
}

function digitsOf(value: Uint8Array = new Uint8Array()): string | null {
  const text = String.fromCharCode(...value.subarray(0, 8))
  return /^\d+$/.test(text) ? text : null
}
