/** Bytes of a WebAssembly module that multiplies matrices four numbers at a time (WebAssembly Core 2.0, chapter 5). */

/** Unsigned LEB128 (§5.2.2). */
function leb(value: number): number[] {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 128) return [...bytes, rest]
    bytes.push((rest & 127) | 128)
  }
}

const vector = (items: readonly number[][]): number[] => [...leb(items.length), ...items.flat()]
const section = (id: number, body: number[]): number[] => [id, ...leb(body.length), ...body]
const name = (text: string): number[] => vector(Array.from(text, (char) => [char.charCodeAt(0)]))

const [i32, f32, v128] = [0x7f, 0x7d, 0x7b]
const get = (local: number): number[] => [0x20, ...leb(local)]
const set = (local: number): number[] => [0x21, ...leb(local)]
/** Constants below 64 are one byte of signed LEB128. */
const constant = (value: number): number[] => [0x41, value]
const [add, subtract, shiftLeft, less, lessOrEqual] = [[0x6a], [0x6b], [0x74], [0x48], [0x4c]]
const simd = (code: number, ...rest: number[]): number[] => [0xfd, ...leb(code), ...rest]
const load = (offset: number): number[] => simd(0, 4, offset)
const loadAndSpread = simd(9, 2, 0)
const store = (offset: number): number[] => simd(11, 4, offset)
const [spread, addAll, multiplyAll, greaterOfAll] = [simd(0x13), simd(0xe4), simd(0xe6), simd(0xe9)]
const block = (...body: number[][]): number[] => [0x02, 0x40, ...body.flat(), 0x0b]
const loop = (...body: number[][]): number[] => [0x03, 0x40, ...body.flat(), 0x0b]
const branch = (depth: number): number[] => [0x0c, depth]
const branchIf = (depth: number): number[] => [0x0d, depth]
const increase = (local: number, by: number[]): number[] => [...get(local), ...by, ...add, ...set(local)]

/** Rows and columns worked on at once: eight sums of four numbers stay in registers. */
export const rowsAtOnce = 4
export const columnsAtOnce = 8

const parameters = [i32, i32, i32, i32, i32, i32, i32, f32]
const [a, weights, bias, out, rows, inner, columns, least] = [0, 1, 2, 3, 4, 5, 6, 7]
const [column, left, inRow, outRow, weight] = [8, 9, 10, 11, 12]
const inAt = [13, 14, 15, 16]
const [low, high] = [17, 18]
const sums = [19, 20, 21, 22, 23, 24, 25, 26]
const locals = vector([
  [...leb(9), i32],
  [...leb(10), v128],
])

/** One step of the innermost loop: a number of each row times eight weights. */
const multiply = [
  ...get(weight),
  ...load(0),
  ...set(low),
  ...get(weight),
  ...load(16),
  ...set(high),
  ...inAt.flatMap((at, row) => [
    ...[low, high].flatMap((half, i) => {
      const sum = sums[2 * row + i]!
      return [...get(sum), ...get(at), ...loadAndSpread, ...get(half), ...multiplyAll, ...addAll, ...set(sum)]
    }),
    ...increase(at, constant(4)),
  ]),
  ...increase(weight, constant(32)),
]

const startSums = sums.flatMap((sum, i) => [
  ...get(bias),
  ...[...get(column), ...constant(2), ...shiftLeft, ...add],
  ...load((i % 2) * 16),
  ...set(sum),
])

const startRows = inAt.flatMap((at, row) => [
  ...(row === 0 ? get(a) : [...get(inAt[row - 1]!), ...get(inRow), ...add]),
  ...set(at),
])

/** `inAt[0]` is free by then and takes the address in the result. */
const storeSums = [
  ...[...get(out), ...get(column), ...constant(2), ...shiftLeft, ...add, ...set(inAt[0]!)],
  ...Array.from({ length: rowsAtOnce }, (_, row) => [
    ...[0, 1].flatMap((half) => [
      ...get(inAt[0]!),
      ...[...get(sums[2 * row + half]!), ...get(least), ...spread, ...greaterOfAll],
      ...store(16 * half),
    ]),
    ...increase(inAt[0]!, get(outRow)),
  ]).flat(),
]

const body = [
  ...[...get(inner), ...constant(2), ...shiftLeft, ...set(inRow)],
  ...[...get(columns), ...constant(2), ...shiftLeft, ...set(outRow)],
  ...block(
    loop(
      [...get(rows), ...constant(0), ...lessOrEqual, ...branchIf(1)],
      [...get(weights), ...set(weight), ...constant(0), ...set(column)],
      loop(
        startSums,
        startRows,
        [...get(inner), ...set(left)],
        loop(multiply, [...get(left), ...constant(1), ...subtract, ...set(left), ...get(left), ...branchIf(0)]),
        storeSums,
        increase(column, constant(columnsAtOnce)),
        [...get(column), ...get(columns), ...less, ...branchIf(0)],
      ),
      increase(a, [...get(inRow), ...constant(2), ...shiftLeft]),
      increase(out, [...get(outRow), ...constant(2), ...shiftLeft]),
      [...get(rows), ...constant(rowsAtOnce), ...subtract, ...set(rows)],
      branch(0),
    ),
  ),
  0x0b,
]

/** Locals of `weigh`: its parameters, then where the channels of this place are read, weighed and added, and how many are left. */
const weighParameters = [i32, i32, i32, i32, i32, i32, i32]
const [source, sourceStep, factors, target, targetStep, places, channels] = [0, 1, 2, 3, 4, 5, 6]
const [readAt, weighAt, addAt, channelsLeft] = [7, 8, 9, 10]

const weighBody = [
  ...block(
    loop(
      [...get(places), ...constant(0), ...lessOrEqual, ...branchIf(1)],
      [...get(source), ...set(readAt), ...get(factors), ...set(weighAt), ...get(target), ...set(addAt)],
      [...get(channels), ...set(channelsLeft)],
      loop(
        [...get(addAt), ...get(addAt), ...load(0)],
        [...get(readAt), ...load(0), ...get(weighAt), ...load(0), ...multiplyAll, ...addAll, ...store(0)],
        ...[readAt, weighAt, addAt].map((at) => increase(at, constant(16))),
        [...get(channelsLeft), ...constant(4), ...subtract, ...set(channelsLeft)],
        [...get(channelsLeft), ...branchIf(0)],
      ),
      increase(source, get(sourceStep)),
      increase(target, get(targetStep)),
      [...get(places), ...constant(1), ...subtract, ...set(places)],
      branch(0),
    ),
  ),
  0x0b,
]

const functions = [
  { called: 'mix', takes: parameters, code: [...locals, ...body] },
  { called: 'weigh', takes: weighParameters, code: [...vector([[...leb(4), i32]]), ...weighBody] },
]
const module = [
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, vector(functions.map(({ takes }) => [0x60, ...vector(takes.map((type) => [type])), 0]))),
  ...section(2, vector([[...name('env'), ...name('memory'), 2, 0, 1]])),
  ...section(3, vector(functions.map((_, i) => [i]))),
  ...section(7, vector(functions.map(({ called }, i) => [...name(called), 0, i]))),
  ...section(10, vector(functions.map(({ code }) => [...leb(code.length), ...code]))),
]

/**
 * out[m][n] = max(least, bias[n] + sum over k of a[m][k] * w[k][n]), all float32, addresses in bytes. `weights` lie in panels of
 * `columnsAtOnce` columns, each by k; `columns` is a multiple of that. Rows are worked on four at a time: up to three more than `rows`
 * are read and written.
 */
export type Mix = (
  a: number,
  weights: number,
  bias: number,
  out: number,
  rows: number,
  inner: number,
  columns: number,
  least: number,
) => void

/**
 * target[p][c] += factors[c] * source[p][c] at `places` places, `channels` (a multiple of 4) at each; steps from place to place and
 * addresses in bytes.
 */
export type Weigh = (
  source: number,
  sourceStep: number,
  factors: number,
  target: number,
  targetStep: number,
  places: number,
  channels: number,
) => void

/** Both functions over a memory. WebAssembly with SIMD is required: Chromium 91, Node 16.4. */
export async function createKernel(memory: WebAssembly.Memory): Promise<{ mix: Mix; weigh: Weigh }> {
  const { instance } = await WebAssembly.instantiate(new Uint8Array(module), { env: { memory } })
  return { mix: instance.exports.mix as Mix, weigh: instance.exports.weigh as Weigh }
}
