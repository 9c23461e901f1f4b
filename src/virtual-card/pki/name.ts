import { oid, printable, sequence, set, utf8String } from '../der.ts'

export interface DistinguishedName {
  country: string
  organisation: string
  unit: string | null
  commonName: string
}

/** Ways the same name may be written: other string types, or the relative names the other way round. */
export interface NameForm {
  reversed?: boolean
  allUtf8?: boolean
}

/** X.501 Name, DER. Country is a PrintableString as Doc 9303-12 §7.1 asks, the rest UTF8String. */
export function encodeName(name: DistinguishedName, form: NameForm = {}): Uint8Array {
  const attribute = (type: string, value: Uint8Array) => set(sequence(oid(type), value))
  const country = form.allUtf8 ? utf8String(name.country) : printable(name.country)
  const parts = [
    attribute('2.5.4.6', country),
    attribute('2.5.4.10', utf8String(name.organisation)),
    ...(name.unit === null ? [] : [attribute('2.5.4.11', utf8String(name.unit))]),
    attribute('2.5.4.3', utf8String(name.commonName)),
  ]
  return sequence(...(form.reversed ? parts.reverse() : parts))
}
