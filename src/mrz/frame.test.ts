import { expect, test } from 'vitest'
import { drawPage } from '../../tests/eval-mrz/specimen/draw-page.ts'
import { loadGlyphs } from '../../tests/eval-mrz/specimen/glyphs.ts'
import { inventMrz } from '../../tests/eval-mrz/specimen/people.ts'
import { createRandom } from '../../tests/eval-mrz/specimen/random.ts'
import { createFrameReader } from './frame.ts'
import { greyOf } from './picture.ts'
import type { Grey, Picture } from './picture.ts'
import type { ReaderKind, Recogniser } from './recogniser.ts'
import { searchMrz } from './search-mrz.ts'
import { firstCut } from './strip.ts'

/** An engine that reads nothing and remembers what it was shown. */
function blind(kind: ReaderKind): Recogniser & { shown: Grey[] } {
  const shown: Grey[] = []
  return {
    kind,
    shown,
    recogniseLine: async (strip) => {
      shown.push(strip)
      return { text: '', symbols: [] }
    },
  }
}

async function page(): Promise<Picture> {
  const random = createRandom(21)
  const style = { variation: 0.1, noise: 0.1, tilt: 0, perspective: 0, turns: 0, pitch: 18, share: 0.9 }
  return drawPage('TD3', inventMrz(random, 'TD3'), await loadGlyphs(), random, style).image
}

const strips = (shown: Grey[]): string[] => shown.map(({ data }) => data.join())

test('when its time is over no further candidate is begun, and the next search goes on after it', async () => {
  const engine = blind('convolutional')
  const image = greyOf(await page(), 1600)
  const effort = { lines: 18, scales: 2, cut: firstCut, isSpent: () => true }
  const search = async (first: number): Promise<{ lines: string[]; next: number }> => {
    const { next } = await searchMrz(engine, image, effort, first)
    return { lines: strips(engine.shown.splice(0)), next }
  }
  const one = await search(0)
  const two = await search(one.next)
  expect(one.lines.length).toBeGreaterThan(0)
  expect(one.lines.length).toBeLessThanOrEqual(6)
  expect(two.lines.length).toBeGreaterThan(0)
  expect(two.lines).not.toEqual(one.lines)
  expect(await search(0)).toEqual(one)
})

test('frames without an MRZ work through the candidates one after another', async () => {
  const [quick, thorough] = [blind('convolutional'), blind('recurrent')]
  const picture = await page()
  let now = 0
  const reader = createFrameReader({ quick, thorough }, () => (now += 1000))
  /** Every sixth frame is cut alike. */
  const frames: string[] = []
  for (let i = 0; i < 7; i++) {
    await reader.read(picture)
    frames.push(strips(quick.shown.splice(0)).join())
  }
  expect(thorough.shown).toEqual([])
  expect(frames[6]).not.toBe(frames[0])
})

test('with time left, a frame goes on to further candidates, within a bound of lines', async () => {
  const engine = blind('convolutional')
  await createFrameReader({ quick: engine, thorough: engine }, () => 0).read(await page())
  expect(engine.shown.length).toBeGreaterThan(6)
  expect(engine.shown.length).toBeLessThan(24)
})
