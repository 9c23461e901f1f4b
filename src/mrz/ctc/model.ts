import { z } from 'zod'
import { columnsAtOnce } from './kernel.ts'

const Pair = z.tuple([z.int().positive(), z.int().positive()])
/** What the kernel works on lies in panels of eight channels; only the scores of the steps may be any number. */
const LayerHeader = z
  .object({
    kind: z.enum(['whole', 'separable', 'residual', 'collapse', 'steps']),
    kernel: Pair,
    stride: Pair,
    out: z.int().positive(),
  })
  .refine(({ kind, out }) => kind === 'steps' || out % columnsAtOnce === 0, 'channels are no multiple of 8')
const Header = z.object({
  alphabet: z.string(),
  height: z.int().positive(),
  step: z.int().positive(),
  layers: z.array(LayerHeader),
})

/**
 * One convolution with what is added afterwards. `own`: each channel by itself, its weights by kernel row, kernel column, channel;
 * else by kernel row, kernel column, channel in, channel out.
 */
export type Convolution = {
  own: boolean
  kernel: readonly [number, number]
  stride: readonly [number, number]
  pad: readonly [number, number]
  out: number
  data: Float32Array
  bias: Float32Array
}

/** A layer: channels by themselves where it is deep, then a mixture of all. What a residual one makes is added to what went in. */
export type Layer = { kind: z.infer<typeof LayerHeader>['kind']; own: Convolution | null; mix: Convolution }

/** `step` columns of a strip of `height` rows make one step of the answer, whose classes are none and the alphabet's. */
export type Model = { alphabet: string; height: number; step: number; layers: Layer[] }

/** Scales and biases (float32) and weights (int8, by output channel), one after another. */
function createShelf(file: Uint8Array, start: number) {
  let at = start
  const bytes = (length: number): Uint8Array => {
    if (at + length > file.length) throw new Error('the model ends too soon')
    at += length
    return file.slice(at - length, at)
  }
  const floats = (count: number): Float32Array => new Float32Array(bytes(4 * count).buffer)
  return {
    next: (convolution: Omit<Convolution, 'data' | 'bias'>, weights: number): Convolution => {
      const { out } = convolution
      const [scales, bias] = [floats(out), floats(out)]
      const steps = new Int8Array(bytes(Math.ceil(weights / 4) * 4).buffer, 0, weights)
      return { ...convolution, bias, data: Float32Array.from(steps, (step, i) => step * scales[i % out]!) }
    },
    isEmpty: () => at === file.length,
  }
}

/** Reads what train-ctc.py wrote: a line of JSON, then the layers' numbers. Throws on anything else. */
export function parseModel(file: Uint8Array): Model {
  const end = file.indexOf(10)
  const { layers, ...rest } = Header.parse(JSON.parse(String.fromCharCode(...file.subarray(0, Math.max(0, end)))))
  const shelf = createShelf(file, end + 1)
  let channels = 1
  const read = layers.map(({ kind, kernel, stride, out }): Layer => {
    const isDeep = kind === 'separable' || kind === 'residual'
    const size = kernel[0] * kernel[1]
    const pad: [number, number] = kind === 'collapse' ? [0, 0] : [Math.floor(kernel[0] / 2), Math.floor(kernel[1] / 2)]
    const own = isDeep ? shelf.next({ own: true, kernel, stride, pad, out: channels }, size * channels) : null
    const mix = isDeep
      ? shelf.next({ own: false, kernel: [1, 1], stride: [1, 1], pad: [0, 0], out }, channels * out)
      : shelf.next({ own: false, kernel, stride, pad, out }, size * channels * out)
    channels = out
    return { kind, own, mix }
  })
  if (!shelf.isEmpty()) throw new Error('the model goes on after its last layer')
  return { ...rest, layers: read }
}
