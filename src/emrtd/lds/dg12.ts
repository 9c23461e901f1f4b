import { dataGroupValue, dateOf, readFields, readName, repeatedIn, textOf, type LdsName } from './fields.ts'

/** EF.DG12: additional document details (Doc 9303-10 §4.7.12). Null or empty where the chip has none. */
export interface Dg12 {
  readonly issuingAuthority: string | null
  /** ISO date, as far as it is known. */
  readonly issueDate: string | null
  readonly otherPersons: readonly LdsName[]
  readonly endorsements: string | null
}

/** Parses EF.DG12; unknown fields and images are passed over. Fails with `chip_data_malformed`. */
export function parseDg12(bytes: Uint8Array): Dg12 {
  const fields = readFields(dataGroupValue(bytes, 0x6c))
  return {
    issuingAuthority: textOf(fields, 0x5f19),
    issueDate: dateOf(fields, 0x5f26),
    otherPersons: repeatedIn(fields, 0x5f1a)
      .map(readName)
      .filter((name) => name !== null),
    endorsements: textOf(fields, 0x5f1b),
  }
}
