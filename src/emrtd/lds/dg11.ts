import {
  dataGroupValue,
  dateOf,
  partsOf,
  readFields,
  readName,
  repeatedIn,
  textOf,
  valuesOf,
  type LdsName,
} from './fields.ts'

/** EF.DG11: additional personal details (Doc 9303-10 §4.7.11). Null or empty where the chip has none. */
export interface Dg11 {
  readonly name: LdsName | null
  readonly otherNames: readonly LdsName[]
  readonly personalNumber: string | null
  /** ISO date, as far as it is known: year, year and month, or whole. */
  readonly birthDate: string | null
  readonly birthPlace: readonly string[]
  readonly address: readonly string[]
  readonly telephone: string | null
  readonly profession: string | null
  readonly title: string | null
}

/** Parses EF.DG11; unknown fields are passed over. Fails with `chip_data_malformed`. */
export function parseDg11(bytes: Uint8Array): Dg11 {
  const fields = readFields(dataGroupValue(bytes, 0x6b))
  return {
    name: readName(valuesOf(fields, 0x5f0e)[0]),
    otherNames: repeatedIn(fields, 0x5f0f)
      .map(readName)
      .filter((name) => name !== null),
    personalNumber: textOf(fields, 0x5f10),
    birthDate: dateOf(fields, 0x5f2b),
    birthPlace: partsOf(fields, 0x5f11),
    address: partsOf(fields, 0x5f42),
    telephone: textOf(fields, 0x5f12),
    profession: textOf(fields, 0x5f13),
    title: textOf(fields, 0x5f14),
  }
}
