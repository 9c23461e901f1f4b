import { join } from 'node:path'
import { codeOf } from '../../src/contract/failure.ts'
import type { MrzCapture } from '../../src/contract/mrz.ts'
import type { Picture } from '../../src/mrz/picture.ts'
import { readMrz } from '../../src/mrz/read-mrz.ts'
import type { Readers } from '../../src/mrz/recogniser.ts'
import { decodePicture } from './decode.ts'
import { degrade } from './degrade.ts'
import type { Degradation } from './degrade.ts'
import { processorMs } from './measure.ts'
import type { Outcome } from './measure.ts'
import { createRandom } from './specimen/random.ts'
import { createStockReader } from './stock-reader.ts'

/** A picture and its true lines. */
export type Entry = { file: string; lines: string[] }

/** Lines as they were before repair. */
function undo({ lines, corrections }: MrzCapture): string[] {
  const rows = lines.map((line) => Array.from(line))
  for (const { line, column, from } of corrections) rows[line]![column] = from
  return rows.map((row) => row.join(''))
}

/** One still picture by our pipeline. Decoding counts as its time, spoiling it does not. */
export async function readStill(
  readers: Readers,
  folder: string,
  { file, lines: truth }: Entry,
  spoil: (picture: Picture) => Promise<Picture> = (picture) => Promise.resolve(picture),
): Promise<Outcome> {
  const decoding = performance.now()
  const decoded = await decodePicture(join(folder, file))
  const decodedMs = performance.now() - decoding
  const picture = await spoil(decoded)
  const [start, begun] = [performance.now(), processorMs()]
  const spent = () => ({ ms: decodedMs + performance.now() - start, processorMs: processorMs() - begun })
  try {
    const { capture } = await readMrz(picture, readers, { now: new Date() })
    return { truth, lines: capture.lines, unrepaired: undo(capture), certain: capture.certain, ...spent() }
  } catch (error) {
    if (codeOf(error) === 'internal_error') throw error
    return { truth, lines: null, unrepaired: null, certain: false, ...spent() }
  }
}

/** The same for pictures spoilt in one way, each in its own measure that the seed decides. */
export function readSpoilt(
  readers: Readers,
  folder: string,
  entry: Entry,
  kind: Degradation,
  seed: number,
): Promise<Outcome> {
  return readStill(readers, folder, entry, (picture) => degrade(picture, kind, createRandom(seed)))
}

/** The stock English data on the same pictures. */
export async function readByStock(folder: string, entries: readonly Entry[]): Promise<Outcome[]> {
  const reader = await createStockReader()
  const outcomes: Outcome[] = []
  for (const { file, lines: truth } of entries) {
    const [start, begun] = [performance.now(), processorMs()]
    const lines = await decodePicture(join(folder, file)).then(reader.read, () => null)
    const spent = { ms: performance.now() - start, processorMs: processorMs() - begun }
    outcomes.push({ truth, lines, unrepaired: lines, certain: false, ...spent })
  }
  await reader.close()
  return outcomes
}
