/**
 * Writes training lines as multi-page TIFF with WordStr boxes:
 * node write-lines.ts --out DIR --kind clean|mixed|degraded|prepared --files N --seed S
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadGlyphs } from '../../tests/eval-mrz/specimen/glyphs.ts'
import { inventEnding, inventMrz, inventString } from '../../tests/eval-mrz/specimen/people.ts'
import { createRandom } from '../../tests/eval-mrz/specimen/random.ts'
import type { Random } from '../../tests/eval-mrz/specimen/random.ts'
import type { Grey } from '../../tests/eval-mrz/specimen/noise.ts'
import { drawLine } from '../../tests/eval-mrz/specimen/draw-line.ts'
import { createPen } from '../../tests/eval-mrz/specimen/pen.ts'
import { preparedLines } from './prepared-lines.ts'

const linesPerFile = 100

type Kind = { variation: () => number; noise: () => number; shortest: number; whole: number }
const kinds = (random: Random): Record<string, Kind> => ({
  clean: { variation: () => 0.3 * random.next(), noise: () => 0, shortest: 4, whole: 0 },
  mixed: { variation: () => random.next(), noise: () => random.between(0, 0.6), shortest: 6, whole: 0.1 },
  degraded: {
    variation: () => random.between(0.3, 1.1),
    noise: () => random.between(0.1, 1),
    shortest: 8,
    whole: 0.25,
  },
})

/** Part of a line of an invented MRZ, or any string; a whole line with probability `whole`. */
function textFor(random: Random, { shortest, whole }: Kind): string {
  const line = random.pick(inventMrz(random, random.pick(['TD1', 'TD2', 'TD3', 'TD3', 'FRA2x36', 'MRVA'])))
  if (random.chance(whole)) return line
  const length = random.integer(shortest, shortest + 12)
  if (random.chance(0.2)) return inventEnding(random, length)
  if (random.chance(0.5)) return inventString(random, length)
  const from = random.integer(0, Math.max(0, line.length - length))
  return line.slice(from, from + length)
}

/** Little-endian TIFF of uncompressed grey pages (TIFF 6.0 §2, §4). */
function encodeTiff(pages: Grey[]): Buffer {
  const chunks: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0])]
  let offset = 8
  pages.forEach(({ width, height, data }, index) => {
    const tags = [
      [256, 4, width],
      [257, 4, height],
      [258, 3, 8],
      [259, 3, 1],
      [262, 3, 1],
      [273, 4, offset + 2 + 10 * 12 + 4],
      [277, 3, 1],
      [278, 4, height],
      [279, 4, data.length],
      [297, 3, index],
    ]
    const padded = data.length + (data.length % 2)
    const directory = Buffer.alloc(2 + tags.length * 12 + 4 + padded)
    directory.writeUInt16LE(tags.length, 0)
    tags.forEach(([tag = 0, type = 0, value = 0], i) => {
      directory.writeUInt16LE(tag, 2 + i * 12)
      directory.writeUInt16LE(type, 4 + i * 12)
      directory.writeUInt32LE(1, 6 + i * 12)
      directory.writeUInt32LE(value, 10 + i * 12)
    })
    const end = offset + directory.length
    directory.writeUInt32LE(index === pages.length - 1 ? 0 : end, 2 + tags.length * 12)
    directory.set(data, 2 + tags.length * 12 + 4)
    chunks.push(directory)
    offset = end
  })
  return Buffer.concat(chunks)
}

function boxesOf(pages: { image: Grey; text: string }[]): string {
  return pages
    .map(
      ({ image: { width, height }, text }, page) =>
        `WordStr 0 0 ${width} ${height} ${page} #${text}\n\t 0 0 ${width} ${height} ${page}\n`,
    )
    .join('')
}

async function linesOf(random: Random): Promise<{ image: Grey; text: string }[]> {
  if (values.kind === 'prepared') return preparedLines(random, glyphs, random.between(0.2, 1))
  const kind = kinds(random)[values.kind ?? 'clean']
  if (!kind) throw new Error(`unknown kind ${values.kind}`)
  const text = textFor(random, kind)
  const pen = createPen(glyphs, random, kind.variation())
  return [{ text, image: await drawLine(text, pen, random, kind.noise()) }]
}

const { values } = parseArgs({
  options: { out: { type: 'string' }, kind: { type: 'string' }, files: { type: 'string' }, seed: { type: 'string' } },
})
const out = values.out ?? '.cache/mrz-training/lines'
const glyphs = await loadGlyphs()
mkdirSync(out, { recursive: true })
for (let file = 0; file < Number(values.files ?? 1); file++) {
  const random = createRandom(Number(values.seed ?? 1) * 10_000 + file)
  const pages: { image: Grey; text: string }[] = []
  while (pages.length < linesPerFile) pages.push(...(await linesOf(random)))
  const name = join(out, `${values.kind}-${values.seed}-${file}`)
  writeFileSync(`${name}.tif`, encodeTiff(pages.map((page) => page.image)))
  writeFileSync(`${name}.box`, boxesOf(pages))
}
