import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { decodePicture } from '../../tests/eval-mrz/decode.ts'
import { degradations, degrade } from '../../tests/eval-mrz/degrade.ts'
import { createRandom } from '../../tests/eval-mrz/specimen/random.ts'
import { editDistance, summarise } from '../../tests/eval-mrz/measure.ts'
import type { Outcome } from '../../tests/eval-mrz/measure.ts'

const folder = mkdtempSync(join(tmpdir(), 'guichet-mrz-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('edit distance counts insertions, deletions and substitutions', () => {
  expect(editDistance('P<UTO', 'P<UTO')).toBe(0)
  expect(editDistance('P<UTO', 'P<<UT0')).toBe(2)
  expect(editDistance('', 'ABC')).toBe(3)
})

test('the summary counts exact documents, lines, characters and false accepts', () => {
  const outcome = (lines: string[] | null, certain: boolean, ms: number): Outcome => ({
    truth: ['AAAA', 'BBBB'],
    lines,
    unrepaired: lines,
    certain,
    ms,
    processorMs: 2 * ms,
  })
  const outcomes = [
    outcome(['AAAA', 'BBBB'], true, 10),
    outcome(['AAAA', 'BBBC'], true, 20),
    outcome(null, false, 30),
    outcome(['AAAA', 'BBBC'], false, 40),
  ]
  expect(summarise(outcomes, (o) => o.lines)).toEqual({
    images: 4,
    documentExactMatch: 0.25,
    lineExactMatch: 0.5,
    characterErrorRate: 10 / 32,
    falseAccepts: 1,
    certain: 2,
    mrzFound: 0.75,
    medianMs: 30,
    p95Ms: 40,
    medianProcessorMs: 60,
  })
})

test('a corrupt file, a cut-off JPEG and no file have a code', async () => {
  const corrupt = join(folder, 'corrupt.jpg')
  writeFileSync(corrupt, 'this is no picture')
  const cut = join(folder, 'cut.jpg')
  const noise = { create: { width: 300, height: 300, channels: 3 as const, background: '#888' } }
  const jpeg = await sharp(noise).jpeg().toBuffer()
  writeFileSync(cut, jpeg.subarray(0, jpeg.length >> 1))
  for (const file of [corrupt, cut, join(folder, 'none.jpg')])
    await expect(decodePicture(file)).rejects.toThrow('mrz_image_unreadable')
})

test('a scan of 100 megapixels is brought to a bounded size', async () => {
  const file = join(folder, 'huge.jpg')
  await sharp({ create: { width: 12_000, height: 8_400, channels: 3, background: '#eee' } })
    .jpeg()
    .toFile(file)
  const { width, height, data } = await decodePicture(file)
  expect([width, height, data.length]).toEqual([2400, 1680, 2400 * 1680])
})

test.each(degradations)('%s spoils a picture, alike for the same seed and otherwise for another', async (kind) => {
  const [width, height] = [700, 400]
  const data = Uint8Array.from({ length: width * height }, (_, i) => (((i % width) >> 3) % 2 ? 60 : 210))
  const spoil = (seed: number) => degrade({ width, height, data }, kind, createRandom(seed))
  const [one, again, other] = [await spoil(1), await spoil(1), await spoil(2)]
  expect(one.data.length).toBe(one.width * one.height)
  expect(one.data.join()).not.toBe(data.join())
  expect(again).toEqual(one)
  expect(other).not.toEqual(one)
})
