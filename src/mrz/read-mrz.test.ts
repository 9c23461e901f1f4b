import { afterAll, beforeAll, expect, test } from 'vitest'
import { openModels } from '../../tests/eval-mrz/open-readers.ts'
import { drawPage } from '../../tests/eval-mrz/specimen/draw-page.ts'
import type { PageStyle } from '../../tests/eval-mrz/specimen/draw-page.ts'
import { loadGlyphs } from '../../tests/eval-mrz/specimen/glyphs.ts'
import { inventMrz } from '../../tests/eval-mrz/specimen/people.ts'
import { createRandom } from '../../tests/eval-mrz/specimen/random.ts'
import { codeOf } from '../contract/failure.ts'
import type { MrzFormat } from '../contract/mrz.ts'
import { createFrameReader } from './frame.ts'
import { createLiveSession } from './live-session.ts'
import { createLiveReader } from './live-reader.ts'
import type { Picture } from './picture.ts'
import { readMrz } from './read-mrz.ts'
import { openReaders } from './readers.ts'
import type { OpenReaders } from './readers.ts'
import type { Readers, Recogniser } from './recogniser.ts'

const now = new Date('2026-06-15T10:00:00Z')
let readers: OpenReaders

beforeAll(async () => {
  readers = await openModels()
})
afterAll(() => readers.close())

const flat: PageStyle = { variation: 0.1, noise: 0.1, tilt: 0, perspective: 0, turns: 0, pitch: 18, share: 0.9 }

async function draw(
  format: MrzFormat,
  seed: number,
  style: Partial<PageStyle>,
  change = (line: string, _index: number): string => line,
): Promise<{ picture: Picture; lines: string[] }> {
  const random = createRandom(seed)
  const lines = inventMrz(random, format).map(change)
  const { image } = drawPage(format, lines, await loadGlyphs(), random, { ...flat, ...style })
  return { picture: image, lines }
}

/** Characters that differ; the pipeline's geometry is on trial here, the model's last percent is eval:mrz's business. */
const wrong = (read: string[], lines: string[]): number =>
  lines.reduce((sum, line, i) => sum + [...line].filter((char, c) => read[i]?.charAt(c) !== char).length, 0)

test.each<[string, MrzFormat, Partial<PageStyle>]>([
  ['a flat passport', 'TD3', {}],
  ['a card', 'TD1', {}],
  ['a TD2 card', 'TD2', {}],
  ['a French card', 'FRA2x36', {}],
  ['a visa', 'MRVA', {}],
  ['upside down', 'TD3', { turns: 2 }],
  ['on its side', 'TD1', { turns: 1 }],
  ['on its other side', 'FRA2x36', { turns: 3 }],
  ['tilted and in perspective', 'TD3', { tilt: 18, perspective: 0.06 }],
  ['a small part of a large page', 'TD1', { share: 0.35, pitch: 14 }],
  ['dim and uneven light', 'TD2', { noise: 0.5 }],
])('reads %s', async (_, format, style) => {
  const { picture, lines } = await draw(format, 21, style)
  const { reading, capture } = await readMrz(picture, readers, { now })
  expect(reading.format).toBe(format)
  expect(wrong(capture.lines, lines)).toBeLessThanOrEqual(1)
  if (capture.certain) expect(capture.lines).toEqual(lines)
})

test('a line whose end glare hides is read as far as the other runs, and nothing there is certain', async () => {
  const random = createRandom(45)
  const lines = inventMrz(random, 'TD2')
  const { image, middles } = drawPage('TD2', lines, await loadGlyphs(), random, flat)
  const { from, to } = middles[1]!
  const begin = from.x + 0.75 * (to.x - from.x)
  const data = image.data.map((value, i) => {
    const [x, y] = [i % image.width, Math.floor(i / image.width)]
    const share = 0.8 * Math.min(1, Math.max(0, (x - begin) / 60)) * Math.exp(-(((y - from.y) / 18) ** 4))
    return value + (255 - value) * share
  })
  const { capture } = await readMrz({ ...image, data }, readers, { now })
  expect(wrong(capture.lines, lines)).toBeLessThanOrEqual(1)
  expect(capture.certain).toBe(false)
})

/** Counts the lines a picture costs each network: the bound on its time. */
function counting(inner: Readers): Readers & { lines: { quick: number; thorough: number } } {
  const lines = { quick: 0, thorough: 0 }
  const counted = (which: 'quick' | 'thorough'): Recogniser => ({
    kind: inner[which].kind,
    recogniseLine: (strip) => {
      lines[which]++
      return inner[which].recogniseLine(strip)
    },
  })
  return { quick: counted('quick'), thorough: counted('thorough'), lines }
}

const blank = (): Picture => ({ width: 900, height: 600, data: new Uint8Array(540_000).fill(240) })
function noise(): Picture {
  const random = createRandom(3)
  return { width: 900, height: 600, data: Uint8Array.from({ length: 540_000 }, () => random.integer(0, 255)) }
}
function stripes(): Picture {
  const data = Uint8Array.from({ length: 540_000 }, (_, i) => (Math.floor(i / 900) % 24 < 8 && i % 14 < 6 ? 20 : 230))
  return { width: 900, height: 600, data }
}

/** Blobs of all sizes, as a photograph of anything but a document has. */
function blobs(): Picture {
  const random = createRandom(8)
  const waves = Array.from({ length: 60 }, () => [0.5, 0.5, 6.28].map((most) => most * random.next() ** 2))
  const data = Uint8Array.from({ length: 540_000 }, (_, i) => {
    const value = waves.reduce(
      (sum, [a = 0, b = 0, p = 0]) => sum + Math.sin(a * (i % 900) + b * Math.floor(i / 900) + p),
      0,
    )
    return Math.max(0, Math.min(255, 128 + 14 * value))
  })
  return { width: 900, height: 600, data }
}

test.each([
  ['a blank page', blank],
  ['a picture of something else', blobs],
  ['noise', noise],
  ['stripes like letters', stripes],
])('%s has no MRZ, and costs a bounded number of lines', async (_, make) => {
  const counted = counting(readers)
  await expect(readMrz(make(), counted, { now })).rejects.toThrow('mrz_not_found')
  expect(counted.lines.quick).toBeLessThan(90)
  expect(counted.lines.thorough).toBe(0)
})

test('a printed page without an MRZ is not taken for one', async () => {
  const { picture } = await draw('TD3', 5, {})
  const { width, height } = picture
  const upper = {
    width,
    height: Math.floor(height * 0.7),
    data: picture.data.subarray(0, width * Math.floor(height * 0.7)),
  }
  await expect(readMrz(upper, readers, { now })).rejects.toThrow('mrz_not_found')
})

test('vehicle papers are named as such', async () => {
  const lines = ['CRFRAGZ482KT<8VF1AB000X12345678<<<<4', 'RENAULT<<<<<<CLIO<<<<<<<<2003190425<']
  const { picture } = await draw('TD2', 6, {}, (_, i) => lines[i]!)
  const codes = await readMrz(picture, readers, { now }).then(
    ({ reading }) => reading.problems.map(({ code }) => code),
    (error: unknown) => [codeOf(error)],
  )
  expect(codes).toContain('mrz_document_not_identity')
})

test('a document whose code is CR but whose check digits agree is read', async () => {
  const { picture, lines } = await draw('TD2', 6, {}, (line, i) => (i === 0 ? `CR${line.slice(2)}` : line))
  const { reading, capture } = await readMrz(picture, readers, { now })
  expect(wrong(capture.lines, lines)).toBeLessThanOrEqual(1)
  expect(reading.problems.map(({ code }) => code)).toContain('mrz_document_not_identity')
})

test('two frames of a steady document are enough', async () => {
  const reader = createLiveReader({ now })
  const { picture, lines } = await draw('TD3', 31, {})
  const counted = counting(readers)
  const frames = createFrameReader(counted, () => 0)
  const states = []
  const costs: { quick: number; thorough: number }[] = []
  for (let i = 0; i < 3; i++) {
    const shifted = { ...picture, data: picture.data.map((value) => Math.max(0, value - i)) }
    const before = { ...counted.lines }
    states.push(reader.add(await frames.read(shifted)))
    costs.push({ quick: counted.lines.quick - before.quick, thorough: counted.lines.thorough - before.thorough })
    if (states.at(-1)?.scan) break
  }
  expect(states.at(-1)?.scan?.capture).toMatchObject({ source: 'camera', certain: true, lines })
  // Where the MRZ was is looked at first: no line but its own is recognised again.
  expect(costs.length).toBeGreaterThan(1)
  for (const cost of costs.slice(1)) expect(cost).toEqual({ quick: lines.length, thorough: lines.length })
})

/** Reads the month of birth otherwise each time, surely, and never as one: no two readings agree, no repair helps. */
function fickle(inner: Recogniser): Recogniser {
  let lines = 0
  const digit = (n: number): string => '456789'.charAt(n % 6)
  return {
    kind: inner.kind,
    recogniseLine: async (strip) => {
      const { text, symbols } = await inner.recogniseLine(strip)
      if (text.replace(/[^0-9]/g, '').length <= 10) return { text, symbols }
      const month: Record<number, string> = { 15: digit(++lines), 16: digit(5 * lines + 1) }
      return {
        text,
        symbols: symbols.map((s, i) => (month[i] ? { ...s, char: month[i], confidence: 99, others: [] } : s)),
      }
    },
  }
}

test('a sharp document that brings no agreement for some seconds is read thoroughly by itself', async () => {
  const { picture } = await draw('TD3', 21, {})
  let time = 0
  const session = createLiveSession(
    { quick: fickle(readers.quick), thorough: fickle(readers.thorough) },
    { now, clock: () => time },
  )
  const scans = []
  for (const at of [0, 500, 1000, 1500, 2000, 2400, 2600]) {
    time = at
    scans.push((await session.see(picture)).scan)
  }
  expect(scans.map((scan) => scan !== null)).toEqual([...Array<boolean>(6).fill(false), true])
  expect(scans.at(-1)?.capture).toMatchObject({ source: 'camera', certain: false })
})

const readOne = (picture: Picture) => createFrameReader(readers, () => 0).read(picture)

test('frames that cannot be read say why', async () => {
  expect(await readOne(blank())).toMatchObject({ texts: [], hint: 'no_document' })
  const dark = { ...blank(), data: blank().data.fill(20) }
  expect((await readOne(dark)).hint).toBe('too_dark')
  /** Check digits that can never agree, so that there is something to mend. */
  const broken = (line: string): string => line.replace(/[0-9]/g, '7')
  const hintOf = async (style: Partial<PageStyle>) => {
    const { picture } = await draw('TD3', 2, style, broken)
    return (await readOne(picture)).hint
  }
  expect(await hintOf({ turns: 1 })).toBe('turn')
  expect(await hintOf({ pitch: 7 })).toBe('closer')
})

test('a missing model is a failure with its code', async () => {
  const load = () => Promise.reject(new Error('no such file'))
  await expect(openReaders({ langPath: '/nonexistent' }, load)).rejects.toThrow('mrz_recogniser_unavailable')
})
