import { concat, fromHex, toHex } from '../emrtd/crypto/bytes.ts'
import { encodeTlv, parseTlvs, type Tlv } from '../emrtd/tlv/tlv.ts'

/** DER writing for the virtual card and its PKI: ASN.1 types over the one TLV codec, which is emrtd's. */

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Big-endian bytes of a number below 2^32, as few as hold it. */
export function shortestBytes(value: number): Uint8Array {
  const hex = value.toString(16)
  return fromHex(hex.length % 2 ? `0${hex}` : hex)
}

/** One data object; `tag` as it is printed, e.g. 0x7F49. */
export const tlv = encodeTlv

export type DataObject = Tlv

/** The objects that lie side by side in a command's data; null when they do not fill it exactly. */
export function readObjects(bytes: Uint8Array): DataObject[] | null {
  try {
    return parseTlvs(bytes)
  } catch {
    // A card answers malformed data with a status word, whatever is wrong with them.
    return null
  }
}

/** The value of the first object with that tag, or null. */
export function findObject(bytes: Uint8Array, tag: number): Uint8Array | null {
  return readObjects(bytes)?.find((object) => object.tag === tag)?.value ?? null
}

export const sequence = (...contents: readonly Uint8Array[]) => tlv(0x30, ...contents)
export const set = (...contents: readonly Uint8Array[]) => tlv(0x31, ...contents)
export const octets = (value: Uint8Array) => tlv(0x04, value)
export const bits = (value: Uint8Array, unused = 0) => tlv(0x03, Uint8Array.of(unused), value)
export const nothing = () => tlv(0x05)
export const boolean = (value: boolean) => tlv(0x01, Uint8Array.of(value ? 0xff : 0))
export const printable = (text: string) => tlv(0x13, utf8(text))
export const utf8String = (text: string) => tlv(0x0c, utf8(text))
export const explicit = (number: number, ...contents: readonly Uint8Array[]) => tlv(0xa0 | number, ...contents)

/** SET OF: DER sorts its members by their encoding (ISO/IEC 8825-1 §11.6). */
export function setOf(...contents: readonly Uint8Array[]): Uint8Array {
  return set(...[...contents].sort((a, b) => Buffer.compare(a, b)))
}

/** INTEGER of an unsigned magnitude: a sign byte is put before a leading one bit, superfluous zeros go. */
export function integer(value: bigint | number | Uint8Array): Uint8Array {
  let hex = typeof value === 'object' ? toHex(value) : value.toString(16)
  if (hex.length % 2) hex = `0${hex}`
  const magnitude = fromHex(hex.replace(/^(00)+(?=..)/, '') || '00')
  return tlv(0x02, magnitude[0]! & 0x80 ? concat(Uint8Array.of(0), magnitude) : magnitude)
}

/** OBJECT IDENTIFIER contents, without tag and length. */
export function oidBytes(dotted: string): Uint8Array {
  const [first, second, ...rest] = dotted.split('.').map(Number)
  const arcs = [first! * 40 + second!, ...rest]
  return Uint8Array.from(arcs.flatMap(encodeArc))
}

function encodeArc(arc: number): number[] {
  const digits = [arc % 128]
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) digits.unshift(0x80 | (left % 128))
  return digits
}

export const oid = (dotted: string) => tlv(0x06, oidBytes(dotted))

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280 §4.1.2.5). */
export function time(at: Date): Uint8Array {
  const digits = at.toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return at.getUTCFullYear() < 2050 ? tlv(0x17, utf8(`${digits.slice(2)}Z`)) : tlv(0x18, utf8(`${digits}Z`))
}

/** A constructed BER object of indefinite length (ISO/IEC 8825-1 §8.1.3.6). */
export function indefinite(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  return concat(Uint8Array.of(tag, 0x80), ...contents, Uint8Array.of(0, 0))
}
