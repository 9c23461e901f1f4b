import { Buffer } from 'node:buffer'

/** A DER writer for test data, apart from the product's own TLV code so that one cannot hide the other's error. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const value = Buffer.concat(parts)
  const length: number[] = []
  for (let rest = value.length; rest > 0; rest >>>= 8) length.unshift(rest & 0xff)
  const header = value.length < 0x80 ? [value.length] : [0x80 | length.length, ...length]
  return new Uint8Array(Buffer.concat([Uint8Array.of(tag, ...header), value]))
}

/** The same with indefinite length (BER). */
export function indefinite(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat([Uint8Array.of(tag, 0x80), ...parts, Uint8Array.of(0, 0)]))
}

export const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts)
export const setOf = (...parts: readonly Uint8Array[]) => der(0x31, ...parts)
export const octets = (bytes: Uint8Array) => der(0x04, bytes)
export const bits = (bytes: Uint8Array) => der(0x03, Uint8Array.of(0), bytes)
export const nothing = Uint8Array.of(5, 0)

export function integer(value: bigint | number): Uint8Array {
  const hex = BigInt(value).toString(16)
  const bytes = Uint8Array.from((hex.length % 2 ? `0${hex}` : hex).match(/../g) ?? [], (pair) => parseInt(pair, 16))
  return der(0x02, (bytes[0] ?? 0) >= 0x80 ? Uint8Array.of(0, ...bytes) : bytes)
}

export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const arcs = [first * 40 + second, ...rest]
  const bytes = arcs.flatMap((arc) => {
    const digits = [arc & 0x7f]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left & 0x7f) | 0x80)
    return digits
  })
  return der(0x06, Uint8Array.from(bytes))
}

export function text(value: string, tag = 0x0c): Uint8Array {
  return der(tag, new TextEncoder().encode(value))
}

export function time(date: Date): Uint8Array {
  const digits = date.toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '')
  return digits < '2050' ? text(digits.slice(2), 0x17) : text(digits, 0x18)
}
