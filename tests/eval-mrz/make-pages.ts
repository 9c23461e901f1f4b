/**
 * Draws a folder of invented documents with its manifest: node tests/eval-mrz/make-pages.ts DIR [--count 100] [--seed 1]
 * [--hardness 0.7] [--scenes all|phone,webcam,scan,web,crop]. Without `--scenes` the document fills the picture; with it,
 * whole photographs, A4 scans, small pictures of the web and cut-out MRZs. The same arguments draw the same pages.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import type { MrzFormat } from '../../src/contract/mrz.ts'
import { drawPage, randomStyle } from './specimen/draw-page.ts'
import { drawScene, sceneKinds } from './specimen/draw-scene.ts'
import { loadGlyphs } from './specimen/glyphs.ts'
import { inventMrz } from './specimen/people.ts'
import { photograph } from './specimen/photograph.ts'
import { createRandom } from './specimen/random.ts'
import type { Random } from './specimen/random.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    hardness: { type: 'string', default: '0.7' },
    scenes: { type: 'string' },
  },
})
const [folder] = positionals
if (!folder)
  throw new Error(
    'usage: node tests/eval-mrz/make-pages.ts DIR [--count N] [--seed S] [--hardness H] [--scenes all|LIST]',
  )
mkdirSync(folder, { recursive: true })
const glyphs = await loadGlyphs()
const hardness = Number(values.hardness)
const scenes =
  values.scenes === 'all' ? sceneKinds : sceneKinds.filter((kind) => values.scenes?.split(',').includes(kind))
if (values.scenes && scenes.length === 0) throw new Error(`--scenes takes all, or some of ${sceneKinds.join(',')}`)

async function drawFlat(random: Random, format: MrzFormat, lines: string[]): Promise<Buffer> {
  const { image } = drawPage(format, lines, glyphs, random, randomStyle(random, hardness))
  const { width, height } = image
  return sharp(image.data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: random.integer(50, 92) })
    .toBuffer()
}

const manifest: { file: string; kind: string; lines: string[] }[] = []
for (let i = 0; i < Number(values.count); i++) {
  const random = createRandom(Number(values.seed) * 1_000_000 + i)
  const format = random.pick(['TD1', 'TD1', 'TD2', 'TD3', 'TD3', 'FRA2x36', 'MRVA', 'MRVB'] as const)
  const lines = inventMrz(random, format)
  const scene = scenes[i % Math.max(1, scenes.length)]
  const jpeg = scene
    ? await photograph(drawScene(scene, format, lines, glyphs, random, hardness).image, scene, random)
    : await drawFlat(random, format, lines)
  const kind = scene ? `${scene}-${format}` : format
  const file = `${String(i).padStart(4, '0')}-${kind}.jpg`
  writeFileSync(join(folder, file), jpeg)
  manifest.push({ file, kind, lines })
}
writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 1) + '\n')
