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
import { encodingOf } from './text-encoding.ts'

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

const texts = [0x5f0e, 0x5f10, 0x5f11, 0x5f42, 0x5f12, 0x5f13, 0x5f14]
const nameTag = 0x5f0e
const otherNameTag = 0x5f0f

/**
 * Parses EF.DG11; unknown fields are passed over. `mrzName` is the name field of DG1, which tells how texts are to be read
 * that are no UTF-8. Fails with `chip_data_malformed`.
 */
export function parseDg11(bytes: Uint8Array, mrzName: string | null = null): Dg11 {
  const fields = readFields(dataGroupValue(bytes, 0x6b))
  const [name] = valuesOf(fields, nameTag)
  const others = repeatedIn(fields, otherNameTag)
  const decode = encodingOf([...texts.flatMap((tag) => valuesOf(fields, tag)), ...others], { name, mrzName })
  return {
    name: readName(name, decode),
    otherNames: others.map((other) => readName(other, decode)).filter((other) => other !== null),
    personalNumber: textOf(fields, 0x5f10, decode),
    birthDate: dateOf(fields, 0x5f2b),
    birthPlace: partsOf(fields, 0x5f11, decode),
    address: partsOf(fields, 0x5f42, decode),
    telephone: textOf(fields, 0x5f12, decode),
    profession: textOf(fields, 0x5f13, decode),
    title: textOf(fields, 0x5f14, decode),
  }
}
