import type { FuzzRandom } from './random.ts'

type Mutation = (bytes: Uint8Array, random: FuzzRandom, others: readonly Uint8Array[]) => Uint8Array

/** Bytes that mean something to these formats: lengths, indefinite form, tags, markers. */
const telling = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x24, 0x30, 0x31, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xa0, 0xff]
const maxLength = 200_000

const mutations: readonly Mutation[] = [
  (bytes, random) => edit(bytes, (copy) => flip(copy, random.below(copy.length), 1 << random.below(8))),
  (bytes, random) => edit(bytes, (copy) => fillPiece(copy, random)),
  (bytes, random) => edit(bytes, (copy) => put(copy, random.below(copy.length), pick(telling, random))),
  (bytes, random) => edit(bytes, (copy) => put(copy, random.below(copy.length), random.below(256))),
  (bytes, random) => edit(bytes, (copy) => putLength(copy, random)),
  (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
  (bytes, random) => cut(bytes, random),
  (bytes, random) =>
    insert(
      bytes,
      random,
      Uint8Array.from({ length: 1 + random.below(8) }, () => random.below(256)),
    ),
  (bytes, random) => insert(bytes, random, piece(bytes, random)),
  (bytes, random, others) => insert(bytes, random, piece(pick(others, random), random)),
  (bytes, random) => repeat(bytes, random),
  (bytes, random) => nest(bytes, random),
]

/** One to eight mutations of one of the samples; the same random numbers give the same bytes. */
export function mutate(samples: readonly Uint8Array[], random: FuzzRandom): Uint8Array {
  let bytes = Uint8Array.from(pick(samples, random))
  for (let left = 1 + random.below(8); left > 0; left--) {
    if (bytes.length === 0) break
    bytes = Uint8Array.from(pick(mutations, random)(bytes, random, samples).subarray(0, maxLength))
  }
  return bytes
}

function pick<T>(list: readonly T[], random: FuzzRandom): T {
  const item = list[random.below(list.length)]
  if (item === undefined) throw new RangeError('empty list')
  return item
}

function edit(bytes: Uint8Array, change: (copy: Uint8Array) => unknown): Uint8Array {
  const copy = bytes.slice()
  change(copy)
  return copy
}

function flip(bytes: Uint8Array, at: number, mask: number): void {
  bytes[at] = (bytes[at] ?? 0) ^ mask
}

function put(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value
}

function fillPiece(bytes: Uint8Array, random: FuzzRandom): void {
  const start = random.below(bytes.length)
  bytes.fill(pick(telling, random), start, start + 1 + random.below(16))
}

/** A two- or four-byte number at its extremes, where a length or a size may stand. */
function putLength(bytes: Uint8Array, random: FuzzRandom): void {
  const value = pick([0, 1, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff, bytes.length, 0x84ffffff], random)
  const width = random.below(2) === 0 ? 2 : 4
  const at = random.below(bytes.length)
  for (let i = 0; i < width && at + i < bytes.length; i++) bytes[at + i] = value >>> (8 * (width - 1 - i))
}

function piece(bytes: Uint8Array, random: FuzzRandom): Uint8Array {
  const start = random.below(bytes.length + 1)
  return bytes.subarray(start, start + random.below(Math.min(2000, bytes.length - start) + 1))
}

function cut(bytes: Uint8Array, random: FuzzRandom): Uint8Array {
  const start = random.below(bytes.length)
  const end = start + random.below(Math.min(64, bytes.length - start) + 1)
  return join(bytes.subarray(0, start), bytes.subarray(end))
}

function insert(bytes: Uint8Array, random: FuzzRandom, extra: Uint8Array): Uint8Array {
  const at = random.below(bytes.length + 1)
  return join(bytes.subarray(0, at), extra, bytes.subarray(at))
}

/** A piece many times over: long lists, deep recursion, large files. */
function repeat(bytes: Uint8Array, random: FuzzRandom): Uint8Array {
  const part = piece(bytes, random)
  const times = Math.min(random.below(1000), Math.floor(20_000 / Math.max(1, part.length)))
  return insert(bytes, random, join(...Array.from({ length: times }, () => part)))
}

/** Wrapped in many constructed values, of definite or indefinite length. */
function nest(bytes: Uint8Array, random: FuzzRandom): Uint8Array {
  const depth = 1 + random.below(60)
  if (random.below(2) === 0)
    return join(
      new Uint8Array(2 * depth).map((_, i) => (i % 2 ? 0x80 : 0x30)),
      bytes,
    )
  let nested: Uint8Array = bytes
  for (let i = 0; i < depth; i++) {
    nested = join(Uint8Array.of(0x30, 0x83, nested.length >>> 16, nested.length >>> 8, nested.length), nested)
  }
  return nested
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
