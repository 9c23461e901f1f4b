/**
 * Draws a folder of invented documents with its manifest: node tests/eval-mrz/make-pages.ts DIR [--count 100] [--seed 1]
 * [--hardness 0.7]. The same seed draws the same pages.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { drawPage, randomStyle } from './specimen/draw-page.ts'
import { loadGlyphs } from './specimen/glyphs.ts'
import { inventZone } from './specimen/people.ts'
import { createRandom } from './specimen/random.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    hardness: { type: 'string', default: '0.7' },
  },
})
const [folder] = positionals
if (!folder) throw new Error('usage: node tests/eval-mrz/make-pages.ts DIR [--count N] [--seed S] [--hardness H]')
mkdirSync(folder, { recursive: true })
const glyphs = await loadGlyphs()
const manifest: { file: string; kind: string; lines: string[] }[] = []
for (let i = 0; i < Number(values.count); i++) {
  const random = createRandom(Number(values.seed) * 1_000_000 + i)
  const kind = random.pick(['TD1', 'TD1', 'TD2', 'TD3', 'TD3', 'FRA2x36', 'MRVA', 'MRVB'] as const)
  const lines = inventZone(random, kind)
  const { image } = drawPage(kind, lines, glyphs, random, randomStyle(random, Number(values.hardness)))
  const file = `${String(i).padStart(4, '0')}-${kind}.jpg`
  const { width, height } = image
  await sharp(image.data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: random.integer(50, 92) })
    .toFile(join(folder, file))
  manifest.push({ file, kind, lines })
}
writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 1) + '\n')
