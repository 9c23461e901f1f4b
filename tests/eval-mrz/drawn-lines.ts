import type { MrzFormat } from '../../src/contract/mrz.ts'
import { alignToGrid } from '../../src/mrz/align.ts'
import { assembleMrz } from '../../src/mrz/candidate.ts'
import type { MrzText } from '../../src/mrz/candidate.ts'
import { settleReadings } from '../../src/mrz/settle.ts'
import type { Readers } from '../../src/mrz/recogniser.ts'
import type { Grey } from '../../src/mrz/picture.ts'
import { processorMs } from './measure.ts'
import type { Outcome } from './measure.ts'
import { drawLine } from './specimen/draw-line.ts'
import { loadGlyphs } from './specimen/glyphs.ts'
import { createPen } from './specimen/pen.ts'
import type { Pen } from './specimen/pen.ts'
import { inventMrz } from './specimen/people.ts'
import { createRandom } from './specimen/random.ts'
import type { Random } from './specimen/random.ts'

const formats: readonly MrzFormat[] = ['TD1', 'TD2', 'TD3', 'MRVA', 'MRVB', 'FRA2x36']

/** One look at a document: its lines drawn by its own pen, under light and noise of this look, and read by both networks. */
async function lookAt(readers: Readers, lines: string[], pen: Pen, random: Random, noise: number): Promise<MrzText[]> {
  const strips: Grey[] = []
  for (const line of lines) strips.push(await drawLine(line, pen, random, noise))
  const texts = await Promise.all(
    [readers.thorough, readers.quick].map(async (reader) => {
      const read = await Promise.all(strips.map((strip) => reader.recogniseLine(strip)))
      const grids = read.map(({ symbols }) => alignToGrid(symbols)).filter((grid) => grid !== null)
      return grids.length === lines.length ? assembleMrz(grids, reader.kind) : null
    }),
  )
  return texts.filter((text) => text !== null)
}

/**
 * Invented documents, about `lines` lines of them, each looked at twice and judged: what the reader makes of lines that were
 * found and cut well. The same seed draws the same lines.
 */
export async function* readDrawnLines(readers: Readers, lines: number, seed: number): AsyncGenerator<Outcome> {
  const glyphs = await loadGlyphs()
  const now = new Date('2026-06-15T10:00:00Z')
  for (let drawn = 0, document = 0; drawn < lines; document++) {
    const random = createRandom(seed * 1_000_000 + document)
    const truth = inventMrz(random, random.pick(formats))
    const pen = createPen(glyphs, random, random.between(0.2, 1.1))
    const noise = random.between(0, 0.9)
    const [start, begun] = [performance.now(), processorMs()]
    const readings = [
      ...(await lookAt(readers, truth, pen, random, noise)),
      ...(await lookAt(readers, truth, pen, random, noise)),
    ]
    const capture = readings.length > 0 ? settleReadings(readings, 'camera', now).capture : null
    const read = capture?.lines ?? null
    const ms = performance.now() - start
    yield {
      truth,
      lines: read,
      unrepaired: read,
      certain: capture?.certain ?? false,
      ms,
      processorMs: processorMs() - begun,
    }
    drawn += truth.length
  }
}
