import { EmrtdFailure } from '../failure.ts'
import { readTlv, type Tlv } from '../tlv/tlv.ts'
import type { DecodeText } from './text-encoding.ts'

const maxFields = 64
const utf8 = new TextDecoder('utf-8')

/** A data group's outer value, its tag checked; what follows the data object is ignored. Fails with `chip_data_malformed`. */
export function dataGroupValue(bytes: Uint8Array, tag: number): Uint8Array {
  const outer = readTlv(bytes)
  if (outer.tag !== tag)
    throw new EmrtdFailure('chip_data_malformed', `tag ${outer.tag.toString(16)} for ${tag.toString(16)}`)
  return outer.value
}

/** The data objects of a group in a row; filler bytes 00 and FF between them, as French documents have, are passed over. */
export function readFields(bytes: Uint8Array): Tlv[] {
  const fields: Tlv[] = []
  for (let offset = 0; offset < bytes.length;) {
    if (bytes[offset] === 0x00 || bytes[offset] === 0xff) {
      offset += 1
      continue
    }
    const field = readTlv(bytes, offset)
    if (fields.push(field) > maxFields) throw new EmrtdFailure('chip_data_malformed', 'too many data objects')
    offset += field.raw.length
  }
  return fields
}

/** Value of a text field with `<` for a blank between words and lines; null when absent, empty or not to be read. */
export function textOf(fields: readonly Tlv[], tag: number, decode: DecodeText): string | null {
  const field = fields.find((candidate) => candidate.tag === tag)
  return field === undefined ? null : cleanText(decode(field.value) ?? '') || null
}

/** Parts of a text field that `<` separates, e.g. town and country of a place of birth; empty when absent. */
export function partsOf(fields: readonly Tlv[], tag: number, decode: DecodeText): string[] {
  const field = fields.find((candidate) => candidate.tag === tag)
  const parts = field === undefined ? [] : (decode(field.value) ?? '').split('<')
  return parts.map(cleanText).filter((part) => part !== '')
}

/** Values of all fields with `tag`, e.g. one image each. */
export function valuesOf(fields: readonly Tlv[], tag: number): Uint8Array[] {
  return fields.filter((field) => field.tag === tag).map((field) => field.value)
}

/** A name of the holder or another person: primary and secondary identifier (Doc 9303-10 §4.7.11). */
export interface LdsName {
  readonly surname: string
  readonly givenNames: readonly string[]
}

/** Splits a name at `<<`, its given names at `<`; null when empty or not to be read. */
export function readName(value: Uint8Array | undefined, decode: DecodeText): LdsName | null {
  const text = value === undefined ? null : decode(value)
  if (text === null) return null
  const [surname = '', ...rest] = text.split('<<')
  const givenNames = rest.join('<').split('<').map(cleanText)
  const name = { surname: cleanText(surname), givenNames: givenNames.filter((given) => given !== '') }
  return name.surname === '' && name.givenNames.length === 0 ? null : name
}

/** Tag A0 holds a count and the repeated fields (Doc 9303-10 §4.7.11 and §4.7.12). */
export function repeatedIn(fields: readonly Tlv[], tag: number): Uint8Array[] {
  const groups = valuesOf(fields, 0xa0).flatMap((value) => valuesOf(readFields(value), tag))
  return [...groups, ...valuesOf(fields, tag)]
}

/**
 * A date in ISO form as far as it is known: "1985", "1985-07" or "1985-07-03"; null when absent or no date. Eight digits in
 * ASCII or four bytes of BCD, year first as Doc 9303-10 has it or day first as some issuers do: no year of a living
 * person reads both ways. Six digits leave the century open, which the MRZ tells better: null.
 */
export function dateOf(fields: readonly Tlv[], tag: number): string | null {
  const value = fields.find((candidate) => candidate.tag === tag)?.value
  if (value === undefined) return null
  const digits = (value.length === 4 && !isAscii(value) ? toBcd(value) : utf8.decode(value.subarray(0, 16))).trim()
  const yearFirst = /^(\d{4})-?(\d{2}|<<)?-?(\d{2}|<<)?$/.exec(digits)
  const dayFirst = /^(\d{2})(\d{2})(\d{4})$/.exec(digits)
  return (
    (yearFirst && isoDate(yearFirst[1], yearFirst[2], yearFirst[3])) ??
    (dayFirst && isoDate(dayFirst[3], dayFirst[2], dayFirst[1]))
  )
}

/** Documents and their holders; anything else is another order of the digits. */
const [firstYear, lastYear] = [1850, 2149]
const isUnknown = (part: string | undefined) => part === undefined || part === '<<' || part === '00'

function isoDate(year = '', month?: string, day?: string): string | null {
  if (Number(year) < firstYear || Number(year) > lastYear) return null
  if (isUnknown(month)) return year
  if (Number(month) > 12) return null
  if (isUnknown(day)) return `${year}-${month}`
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  return Number(day) <= lastDay ? `${year}-${month}-${day}` : null
}

const isAscii = (bytes: Uint8Array) => bytes.every((byte) => byte >= 0x30 && byte <= 0x3c)

function toBcd(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function cleanText(text: string): string {
  return text
    .replace(/[<\u0000-\u001f\ufffd]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
