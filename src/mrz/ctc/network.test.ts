import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { drawLine } from '../../../tests/eval-mrz/specimen/draw-line.ts'
import { loadGlyphs } from '../../../tests/eval-mrz/specimen/glyphs.ts'
import { createPen } from '../../../tests/eval-mrz/specimen/pen.ts'
import { createRandom } from '../../../tests/eval-mrz/specimen/random.ts'
import { createCtcRecogniser, symbolsOf } from './ctc-recogniser.ts'
import { columnsAtOnce, createKernel } from './kernel.ts'
import { parseModel } from './model.ts'
import { createNetwork } from './network.ts'

const shipped = () => new Uint8Array(readFileSync(new URL('../../../assets/mrz/ctc.bin', import.meta.url)))

test.each([
  [1, 1, 8],
  [5, 9, 16],
  [250, 64, 40],
])('multiplies %i rows by a matrix of %i rows and %i columns', async (rows, inner, columns) => {
  const random = createRandom(rows)
  const memory = new WebAssembly.Memory({ initial: 8 })
  const { mix } = await createKernel(memory)
  const floats = new Float32Array(memory.buffer)
  const weights = (rows + 3) * inner
  const bias = Math.ceil((weights + inner * columns) / 4) * 4
  const out = bias + columns
  for (let i = 0; i < out; i++) floats[i] = random.between(-1, 1)
  mix(0, 4 * weights, 4 * bias, 4 * out, rows, inner, columns, 0)
  const weightAt = (k: number, n: number): number =>
    floats[weights + (Math.floor(n / columnsAtOnce) * inner + k) * columnsAtOnce + (n % columnsAtOnce)]!
  for (let m = 0; m < rows; m++)
    for (let n = 0; n < columns; n++) {
      let sum = floats[bias + n]!
      for (let k = 0; k < inner; k++) sum += floats[m * inner + k]! * weightAt(k, n)
      expect(floats[out + m * columns + n]).toBeCloseTo(Math.max(0, sum), 3)
    }
})

/** A model of one small layer of each kind, its numbers made up. */
function smallModel(random: ReturnType<typeof createRandom>): Uint8Array {
  const layers = [
    { kind: 'whole', kernel: [3, 3], stride: [2, 2], out: 8 },
    { kind: 'separable', kernel: [3, 3], stride: [2, 1], out: 16 },
    { kind: 'residual', kernel: [1, 3], stride: [1, 1], out: 16 },
    { kind: 'collapse', kernel: [2, 1], stride: [1, 1], out: 8 },
    { kind: 'steps', kernel: [1, 1], stride: [1, 1], out: 3 },
  ]
  const line = JSON.stringify({ alphabet: 'AB', height: 8, step: 2, layers })
  const head = Buffer.from(line.padEnd(Math.ceil((line.length + 1) / 4) * 4 - 1) + '\n')
  const part = (out: number, weights: number): Buffer[] => [
    Buffer.from(Float32Array.from({ length: out }, () => random.between(0.002, 0.01)).buffer),
    Buffer.from(Float32Array.from({ length: out }, () => random.between(-0.2, 0.2)).buffer),
    Buffer.from(Int8Array.from({ length: Math.ceil(weights / 4) * 4 }, () => random.integer(-127, 127)).buffer),
  ]
  const sizes = [
    [8, 72],
    [8, 72],
    [16, 128],
    [16, 48],
    [16, 256],
    [8, 256],
    [3, 24],
  ] as const
  return new Uint8Array(Buffer.concat([head, ...sizes.flatMap(([out, weights]) => part(out, weights))]))
}

type Maps = number[][][]
type Convolved = ReturnType<typeof parseModel>['layers'][number]['mix']

/** A convolution as the textbook has it: rows, columns, channels. */
function convolve(input: Maps, { own, kernel, stride, pad, out, data, bias }: Convolved, least: number): Maps {
  const channels = input[0]![0]!.length
  const size = (length: number, i: 0 | 1): number => Math.floor((length + 2 * pad[i] - kernel[i]) / stride[i]) + 1
  const [rows, columns] = [size(input.length, 0), size(input[0]!.length, 1)]
  const valueAt = (y: number, x: number, o: number): number => {
    let sum = bias[o]!
    for (let ky = 0; ky < kernel[0]; ky++)
      for (let kx = 0; kx < kernel[1]; kx++)
        for (let c = 0; c < channels; c++) {
          if (own && c !== o) continue
          const value = input[y * stride[0] + ky - pad[0]]?.[x * stride[1] + kx - pad[1]]?.[c] ?? 0
          const place = ky * kernel[1] + kx
          sum += value * (own ? data[place * channels + o]! : data[(place * channels + c) * out + o]!)
        }
    return Math.max(least, sum)
  }
  return Array.from({ length: rows }, (_, y) =>
    Array.from({ length: columns }, (__, x) => Array.from({ length: out }, (___, o) => valueAt(y, x, o))),
  )
}

test('a network of every kind of layer gives what its convolutions give one by one', async () => {
  const random = createRandom(5)
  const file = smallModel(random)
  const { layers } = parseModel(file)
  const { run } = await createNetwork(file)
  for (const width of [23, 10]) {
    const data = Uint8Array.from({ length: 8 * width }, () => random.integer(0, 255))
    const steps = run({ width, height: 8, data })
    let maps: Maps = Array.from({ length: 8 }, (_, y) =>
      Array.from({ length: width }, (__, x) => [data[y * width + x]! / 127.5 - 1]),
    )
    for (const { kind, own, mix } of layers) {
      const before = maps
      if (own) maps = convolve(maps, own, -Infinity)
      maps = convolve(maps, mix, kind === 'steps' ? -Infinity : 0)
      if (kind === 'residual')
        maps = maps.map((row, y) => row.map((place, x) => place.map((value, c) => value + before[y]![x]![c]!)))
    }
    expect(steps.count).toBe(maps[0]!.length)
    maps[0]!.forEach((scores, x) => {
      const sum = scores.reduce((total, score) => total + Math.exp(score), 0)
      scores.forEach((score, c) => expect(steps.probabilities[3 * x + c]).toBeCloseTo(Math.exp(score) / sum, 4))
    })
  }
})

test('a file that is cut off, longer or no model is told', async () => {
  const file = smallModel(createRandom(1))
  expect(() => parseModel(file.subarray(0, file.length - 8))).toThrow('ends too soon')
  expect(() => parseModel(new Uint8Array([...file, 0, 0, 0, 0]))).toThrow('goes on')
  const odd = Buffer.from(file)
  odd.write('"out":9', odd.indexOf('"out":8'))
  expect(() => parseModel(new Uint8Array(odd))).toThrow('multiple of 8')
  for (const load of [async () => new Uint8Array(9), async () => Promise.reject(new Error('404'))])
    await expect(createCtcRecogniser(load)).rejects.toThrow('mrz_recogniser_unavailable')
})

test('runs of steps become characters, with the surest step deciding how sure', () => {
  const rows = [
    [0.9, 0.05, 0.05],
    [0.2, 0.7, 0.1],
    [0.04, 0.95, 0.01],
    [0.8, 0.1, 0.1],
    [0.1, 0.6, 0.3],
    [0.1, 0.3, 0.6],
  ]
  const steps = { count: 6, classes: 3, probabilities: Float32Array.from(rows.flat()) }
  const symbols = symbolsOf(steps, 'AB', 4)
  expect(symbols.map(({ char, from, to }) => [char, from, to])).toEqual([
    ['A', 4, 12],
    ['A', 16, 20],
    ['B', 20, 24],
  ])
  expect(symbols[0]!.confidence).toBeCloseTo(100 + 35 * Math.log(0.95), 3)
  expect(symbols[0]!.others.map(({ char }) => char)).toEqual(['B'])
  expect(symbols[2]!.others[0]!.share).toBeCloseTo(0.5, 3)
})

test('the shipped model reads drawn lines, a digit after a run of fillers too', async () => {
  const recogniser = await createCtcRecogniser(async () => shipped())
  const random = createRandom(11)
  const glyphs = await loadGlyphs()
  const lines = ['L898902C36UTO7408122F1204159<<<<<<<<<<<<<<<6', 'IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<0']
  for (const line of lines) {
    const strip = await drawLine(line, createPen(glyphs, random, 0.2), random, 0.1)
    expect((await recogniser.recogniseLine(strip)).text).toBe(line)
  }
})
