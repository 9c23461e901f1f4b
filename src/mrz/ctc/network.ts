import { columnsAtOnce, createKernel, rowsAtOnce } from './kernel.ts'
import type { Weigh } from './kernel.ts'
import { parseModel } from './model.ts'
import type { Convolution, Model } from './model.ts'
import type { Grey } from '../picture.ts'

/** Probabilities of each class at each step along the strip, `classes` in a row; class 0 is no character. */
export type Steps = { count: number; classes: number; probabilities: Float32Array }

export type Network = { model: Model; run: (strip: Grey) => Steps }

/** A picture of several channels in the network's memory, row by row, the channels of a pixel side by side; `at` counts floats. */
type Sheet = { width: number; height: number; channels: number; at: number }

/** Strips wider than this are cut off: no line of an MRZ is. */
const widest = 2400
const pageBytes = 65_536

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to
const extent = (size: number, kernel: number, stride: number, pad: number): number =>
  Math.floor((size + 2 * pad - kernel) / stride) + 1

/** Weights and biases as the kernel takes them: in panels of columns, the last filled up with zeros. Its place in memory in floats. */
type Placed = { weights: number; bias: number; columns: number }

/** Hands out memory from the beginning on; `floats` is how much was taken. */
function createHeap(): { take: (floats: number) => number; floats: () => number } {
  let next = 0
  const take = (floats: number): number => {
    const at = next
    next += roundUp(floats, 4)
    return at
  }
  return { take, floats: () => next }
}

function placePanels(
  memory: Float32Array,
  { weights, bias, columns }: Placed,
  { own, data, bias: values, out }: Convolution,
): void {
  if (own) {
    memory.set(data, weights)
    memory.set(values, bias)
    return
  }
  const inner = data.length / out
  memory.set(values, bias)
  for (let n = 0; n < columns; n++)
    for (let k = 0; k < inner; k++) {
      const panel = Math.floor(n / columnsAtOnce) * inner * columnsAtOnce
      memory[weights + panel + k * columnsAtOnce + (n % columnsAtOnce)] = n < out ? data[k * out + n]! : 0
    }
}

/** Lays the neighbourhoods of each place side by side, so that a convolution becomes a product of matrices. Outside is 0. */
function gather(memory: Float32Array, from: Sheet, { kernel, stride, pad }: Convolution, to: Sheet): void {
  const { channels } = from
  let at = to.at
  for (let y = 0; y < to.height; y++)
    for (let x = 0; x < to.width; x++)
      for (let ky = 0; ky < kernel[0]; ky++)
        for (let kx = 0; kx < kernel[1]; kx++, at += channels) {
          const [sy, sx] = [y * stride[0] + ky - pad[0], x * stride[1] + kx - pad[1]]
          const inside = sy >= 0 && sx >= 0 && sy < from.height && sx < from.width
          const start = from.at + (sy * from.width + sx) * channels
          for (let c = 0; c < channels; c++) memory[at + c] = inside ? memory[start + c]! : 0
        }
}

/** A convolution of each channel by itself: all places of a row at once for each place of the kernel. */
function convolveOwn(
  memory: Float32Array,
  weigh: Weigh,
  from: Sheet,
  layer: Convolution,
  placed: Placed,
  to: Sheet,
): void {
  const { kernel, stride, pad } = layer
  const { channels } = from
  for (let place = 0; place < to.width * to.height; place++)
    memory.copyWithin(to.at + place * channels, placed.bias, placed.bias + channels)
  for (let y = 0; y < to.height; y++)
    for (let ky = 0; ky < kernel[0]; ky++) {
      const sy = y * stride[0] + ky - pad[0]
      if (sy < 0 || sy >= from.height) continue
      for (let kx = 0; kx < kernel[1]; kx++) {
        const first = Math.max(0, Math.ceil((pad[1] - kx) / stride[1]))
        const last = Math.min(to.width - 1, Math.floor((from.width - 1 + pad[1] - kx) / stride[1]))
        const source = from.at + (sy * from.width + first * stride[1] + kx - pad[1]) * channels
        const factors = placed.weights + (ky * kernel[1] + kx) * channels
        const target = to.at + (y * to.width + first) * channels
        const steps = [4 * stride[1] * channels, 4 * channels] as const
        weigh(4 * source, steps[0], 4 * factors, 4 * target, steps[1], last - first + 1, channels)
      }
    }
}

const shapeAfter = (from: Sheet, { kernel, stride, pad }: Convolution): { width: number; height: number } => ({
  width: extent(from.width, kernel[1], stride[1], pad[1]),
  height: extent(from.height, kernel[0], stride[0], pad[0]),
})

/** Chances of the classes from their scores (softmax), the filling of the last panel left out. */
function chancesOf(memory: Float32Array, { width, channels, at }: Sheet, classes: number): Steps {
  const probabilities = new Float32Array(width * classes)
  for (let x = 0; x < width; x++) {
    const scores = memory.subarray(at + x * channels, at + x * channels + classes)
    const most = scores.reduce((a, b) => Math.max(a, b))
    let sum = 0
    for (let c = 0; c < classes; c++) sum += probabilities[x * classes + c] = Math.exp(scores[c]! - most)
    for (let c = 0; c < classes; c++) probabilities[x * classes + c] = probabilities[x * classes + c]! / sum
  }
  return { count: width, classes, probabilities }
}

/** Greatest numbers of floats any layer's input, gathered input and output take, for a strip of the greatest width. */
function largestSheets({ layers, height }: Model): { sheet: number; gathered: number } {
  let from: Sheet = { width: widest, height, channels: 1, at: 0 }
  let [sheet, gathered] = [widest * height, 0]
  for (const { own, mix } of layers)
    for (const layer of own ? [own, mix] : [mix]) {
      const { width, height: rows } = shapeAfter(from, layer)
      const places = width * rows + rowsAtOnce
      gathered = Math.max(gathered, places * layer.kernel[0] * layer.kernel[1] * from.channels)
      from = { width, height: rows, channels: roundUp(layer.out, columnsAtOnce), at: 0 }
      sheet = Math.max(sheet, places * from.channels)
    }
  return { sheet, gathered }
}

function addTo(memory: Float32Array, to: Sheet, from: Sheet): void {
  const length = to.width * to.height * to.channels
  for (let i = 0; i < length; i++) memory[to.at + i] = memory[to.at + i]! + memory[from.at + i]!
}

/**
 * A convolutional network over one strip of a line: small enough to run where the pictures are read, by two WebAssembly functions and
 * plain loops. `file` is what train-ctc.py wrote. Throws on a file that is none.
 */
export async function createNetwork(file: Uint8Array): Promise<Network> {
  const model = parseModel(file)
  const heap = createHeap()
  const place = (layer: Convolution): Placed => {
    const columns = layer.own ? layer.out : roundUp(layer.out, columnsAtOnce)
    return { weights: heap.take((layer.data.length / layer.out) * columns), bias: heap.take(columns), columns }
  }
  const layers = model.layers.map((layer) => ({
    ...layer,
    ownPlaced: layer.own && place(layer.own),
    mixPlaced: place(layer.mix),
  }))
  const { sheet, gathered } = largestSheets(model)
  const [first, second, third] = [heap.take(sheet), heap.take(sheet), heap.take(sheet)]
  const neighbourhoods = heap.take(gathered)
  const memory = new WebAssembly.Memory({ initial: Math.ceil((4 * heap.floats()) / pageBytes) })
  const floats = new Float32Array(memory.buffer)
  for (const { own, ownPlaced, mix, mixPlaced } of layers) {
    if (own && ownPlaced) placePanels(floats, ownPlaced, own)
    placePanels(floats, mixPlaced, mix)
  }
  const { mix: multiply, weigh } = await createKernel(memory)

  function mixed(from: Sheet, layer: Convolution, placed: Placed, at: number, least: number): Sheet {
    const to = { ...shapeAfter(from, layer), channels: placed.columns, at }
    const inner = layer.data.length / layer.out
    const isPlain = inner === from.channels
    if (!isPlain) gather(floats, from, layer, { ...to, at: neighbourhoods })
    const [a, rows] = [isPlain ? from.at : neighbourhoods, to.width * to.height]
    multiply(4 * a, 4 * placed.weights, 4 * placed.bias, 4 * to.at, rows, inner, placed.columns, least)
    return to
  }
  function run({ width, height, data }: Grey): Steps {
    if (height !== model.height) throw new Error(`a strip of ${height} rows, not ${model.height}`)
    const seen = Math.min(widest, width)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < seen; x++) floats[first + y * seen + x] = data[y * width + x]! / 127.5 - 1
    let from: Sheet = { width: seen, height, channels: 1, at: first }
    for (const { kind, own, ownPlaced, mix, mixPlaced } of layers) {
      const [spare, other] = [first, second, third].filter((at) => at !== from.at) as [number, number]
      let input = from
      if (own && ownPlaced) {
        input = { ...shapeAfter(from, own), channels: from.channels, at: spare }
        convolveOwn(floats, weigh, from, own, ownPlaced, input)
      }
      const to = mixed(input, mix, mixPlaced, other, kind === 'steps' ? -Infinity : 0)
      if (kind === 'residual') addTo(floats, to, from)
      from = to
    }
    return chancesOf(floats, from, model.alphabet.length + 1)
  }
  return { model, run }
}
