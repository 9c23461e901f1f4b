import type { MrzFormat } from '../../src/contract/mrz.ts'
import { createFrameReader } from '../../src/mrz/frame.ts'
import { parseMrz } from '../../src/emrtd/lds/mrz/parse.ts'
import type { Picture } from '../../src/mrz/picture.ts'
import { readMrz } from '../../src/mrz/read-mrz.ts'
import { openModels } from '../eval-mrz/open-readers.ts'
import { drawPage, randomStyle } from '../eval-mrz/specimen/draw-page.ts'
import { loadGlyphs } from '../eval-mrz/specimen/glyphs.ts'
import { inventMrz } from '../eval-mrz/specimen/people.ts'
import { createRandom } from '../eval-mrz/specimen/random.ts'
import { createStockReader } from '../eval-mrz/stock-reader.ts'
import { spread, type BenchRow } from './row.ts'

const pictures = 12
const parses = 2000
const frameAimMs = 150
const formats: readonly MrzFormat[] = ['TD3', 'TD1', 'FRA2x36']

/** Photographs of middling quality, about as large as a camera's frame. */
async function drawFrames(): Promise<{ picture: Picture; lines: string[] }[]> {
  const glyphs = await loadGlyphs()
  return Array.from({ length: pictures }, (_, i) => {
    const random = createRandom(500 + i)
    const format = formats[i % formats.length]!
    const lines = inventMrz(random, format)
    const style = { ...randomStyle(random, 0.5), pitch: format === 'TD1' ? 26 : 20, share: 0.8 }
    return { picture: drawPage(format, lines, glyphs, random, style).image, lines }
  })
}

async function timesOf<T>(inputs: readonly T[], run: (input: T) => unknown): Promise<number[]> {
  const times: number[] = []
  for (const input of inputs) {
    const start = performance.now()
    await run(input)
    times.push(performance.now() - start)
  }
  return times
}

/** From a frame to fields, warm: one live frame, a still picture read to certainty, the parser, and stock data beside them. */
export async function benchMrz(): Promise<BenchRow[]> {
  const frames = await drawFrames()
  const readers = await openModels()
  const stock = await createStockReader()
  const first = ({ picture }: { picture: Picture }) => createFrameReader(readers, () => performance.now()).read(picture)
  await timesOf(frames.slice(0, 3), first)
  await stock.read(frames[0]!.picture)
  const live = spread(await timesOf(frames, first))
  const still = spread(
    await timesOf(frames, ({ picture }) => readMrz(picture, readers, { now: new Date() }).catch(() => null)),
  )
  const baseline = spread(await timesOf(frames, ({ picture }) => stock.read(picture)))
  const typed = Array.from({ length: parses }, (_, i) => frames[i % pictures]!.lines)
  const parsed = spread((await timesOf(typed, (lines) => parseMrz(lines, { now: new Date() }))).map((ms) => ms * 1000))
  await Promise.all([readers.close(), stock.close()])
  const beside = `stock English, ${baseline.median.toFixed(0)} ms`
  return [
    {
      name: 'MRZ: one camera frame to fields',
      ...live,
      unit: 'ms',
      baseline: beside,
      ratio: live.median / baseline.median,
    },
    {
      name: 'MRZ: one camera frame to fields',
      ...live,
      unit: 'ms',
      baseline: `aim ${frameAimMs} ms`,
      ratio: live.median / frameAimMs,
    },
    {
      name: 'MRZ: still picture, read twice or more',
      ...still,
      unit: 'ms',
      baseline: beside,
      ratio: still.median / baseline.median,
    },
    { name: 'MRZ: parse and check typed lines', ...parsed, unit: 'µs' },
  ]
}
