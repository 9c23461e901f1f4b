import { dataGroupValue, readFields, valuesOf } from './fields.ts'

/** Images of the holder's signature or usual mark in EF.DG7 (Doc 9303-10 §4.7.7). Fails with `chip_data_malformed`. */
export function parseDg7(bytes: Uint8Array): Uint8Array[] {
  return valuesOf(readFields(dataGroupValue(bytes, 0x67)), 0x5f43)
}
