import { EmrtdFailure } from '../failure.ts'
import { concat } from '../crypto/bytes.ts'

/** One BER-TLV data object (ISO/IEC 8825-1). `tag` holds all tag bytes, e.g. 0x7f49; `raw` is tag, length and value. */
export interface Tlv {
  readonly tag: number
  readonly value: Uint8Array
  readonly raw: Uint8Array
}

/** Tag and lengths of a data object whose value need not be there yet. All lengths in bytes. */
export interface TlvHeader {
  readonly tag: number
  readonly headerLength: number
  readonly valueLength: number
}

/** A tag of up to three bytes and a length of up to five. */
export const maxTlvHeaderLength = 8
const maxTagBytes = 3
const maxLengthBytes = 4

/** Reads tag and length at `offset`. Fails with `chip_data_malformed` when cut off, indefinite or longer than 4 bytes. */
export function readTlvHeader(bytes: Uint8Array, offset?: number): TlvHeader
/** The same where an indefinite length is allowed; `valueLength` is null then. */
export function readTlvHeader(
  bytes: Uint8Array,
  offset: number,
  lengths: 'indefinite',
): Omit<TlvHeader, 'valueLength'> & { readonly valueLength: number | null }
export function readTlvHeader(bytes: Uint8Array, offset = 0, lengths?: 'indefinite') {
  const tag = readTag(bytes, offset)
  const first = byteAt(bytes, offset + tag.length)
  if (first < 0x80) return { tag: tag.value, headerLength: tag.length + 1, valueLength: first }
  const count = first & 0x7f
  if (count === 0 && lengths === 'indefinite')
    return { tag: tag.value, headerLength: tag.length + 1, valueLength: null }
  if (count === 0 || count > maxLengthBytes) throw malformed('length form')
  let valueLength = 0
  for (let i = 1; i <= count; i++) valueLength = valueLength * 256 + byteAt(bytes, offset + tag.length + i)
  return { tag: tag.value, headerLength: tag.length + 1 + count, valueLength }
}

/** Reads one data object at `offset`; what follows it is left alone. Fails with `chip_data_malformed`. */
export function readTlv(bytes: Uint8Array, offset = 0): Tlv {
  const { tag, headerLength, valueLength } = readTlvHeader(bytes, offset)
  const start = offset + headerLength
  const end = start + valueLength
  if (end > bytes.length) throw malformed('value cut off')
  return { tag, value: bytes.subarray(start, end), raw: bytes.subarray(offset, end) }
}

/** The one data object that `bytes` is, without leftover bytes; `tag` is checked when given. Fails with `chip_data_malformed`. */
export function parseTlv(bytes: Uint8Array, tag?: number): Tlv {
  const tlv = readTlv(bytes)
  if (tlv.raw.length !== bytes.length) throw malformed('leftover bytes')
  if (tag !== undefined && tlv.tag !== tag) throw malformed(`tag ${tlv.tag.toString(16)} for ${tag.toString(16)}`)
  return tlv
}

/** The data objects that `bytes` is a row of, without leftover bytes. Fails with `chip_data_malformed`. */
export function parseTlvs(bytes: Uint8Array): Tlv[] {
  const tlvs: Tlv[] = []
  for (let offset = 0; offset < bytes.length;) {
    const tlv = readTlv(bytes, offset)
    tlvs.push(tlv)
    offset += tlv.raw.length
  }
  return tlvs
}

/** The first data object with `tag`, or null. */
export function findTlv(tlvs: readonly Tlv[], tag: number): Tlv | null {
  return tlvs.find((tlv) => tlv.tag === tag) ?? null
}

/** The first data object with `tag`. Fails with `chip_data_malformed` when there is none. */
export function requireTlv(tlvs: readonly Tlv[], tag: number): Tlv {
  const tlv = findTlv(tlvs, tag)
  if (tlv === null) throw malformed(`no tag ${tag.toString(16)}`)
  return tlv
}

/** The first data object down a path of tags, one level each, or null. Fails with `chip_data_malformed`. */
export function findTlvPath(bytes: Uint8Array, path: readonly number[]): Tlv | null {
  let found: Tlv | null = null
  for (const tag of path) {
    found = findTlv(parseTlvs(found === null ? bytes : found.value), tag)
    if (found === null) return null
  }
  return found
}

/** Encodes a data object with the shortest definite length. */
export function encodeTlv(tag: number, ...values: readonly Uint8Array[]): Uint8Array {
  const value = concat(...values)
  return concat(bigEndian(tag), encodeLength(value.length), value)
}

function encodeLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  const bytes = bigEndian(length)
  return concat(Uint8Array.of(0x80 | bytes.length), bytes)
}

function bigEndian(value: number): Uint8Array {
  const bytes: number[] = []
  for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Uint8Array.from(bytes)
}

function readTag(bytes: Uint8Array, offset: number): { value: number; length: number } {
  let value = byteAt(bytes, offset)
  if ((value & 0x1f) !== 0x1f) return { value, length: 1 }
  for (let length = 2; length <= maxTagBytes; length++) {
    const next = byteAt(bytes, offset + length - 1)
    value = value * 256 + next
    if (next < 0x80) return { value, length }
  }
  throw malformed('tag too long')
}

function byteAt(bytes: Uint8Array, offset: number): number {
  const byte = bytes[offset]
  if (byte === undefined) throw malformed('cut off')
  return byte
}

function malformed(detail: string): EmrtdFailure {
  return new EmrtdFailure('chip_data_malformed', `TLV: ${detail}`)
}
