import { dataGroupValue, dateOf, readFields, readName, repeatedIn, textOf, valuesOf, type LdsName } from './fields.ts'
import { encodingOf } from './text-encoding.ts'

/** EF.DG12: additional document details (Doc 9303-10 §4.7.12). Null or empty where the chip has none. */
export interface Dg12 {
  readonly issuingAuthority: string | null
  /** ISO date, as far as it is known. */
  readonly issueDate: string | null
  readonly otherPersons: readonly LdsName[]
  readonly endorsements: string | null
}

const texts = [0x5f19, 0x5f1b]
const otherPersonTag = 0x5f1a

/** Parses EF.DG12; unknown fields and images are passed over. Fails with `chip_data_malformed`. */
export function parseDg12(bytes: Uint8Array): Dg12 {
  const fields = readFields(dataGroupValue(bytes, 0x6c))
  const others = repeatedIn(fields, otherPersonTag)
  const all = [...texts.flatMap((tag) => valuesOf(fields, tag)), ...others]
  const decode = encodingOf(all, { name: undefined, mrzName: null })
  return {
    issuingAuthority: textOf(fields, 0x5f19, decode),
    issueDate: dateOf(fields, 0x5f26),
    otherPersons: others.map((other) => readName(other, decode)).filter((other) => other !== null),
    endorsements: textOf(fields, 0x5f1b, decode),
  }
}
