import { expect, test } from 'vitest'
import { drawPage } from '../../tests/eval-mrz/specimen/draw-page.ts'
import type { Page } from '../../tests/eval-mrz/specimen/draw-page.ts'
import { loadGlyphs } from '../../tests/eval-mrz/specimen/glyphs.ts'
import { inventMrz } from '../../tests/eval-mrz/specimen/people.ts'
import { createRandom } from '../../tests/eval-mrz/specimen/random.ts'
import { findMrz } from './find-mrz.ts'
import type { Grey } from './picture.ts'

const pitch = 14

/** A flat clean page, and the box of its MRZ's letters in pixels. */
async function drawFlat(
  seed: number,
): Promise<{ page: Page; box: Record<'left' | 'right' | 'top' | 'bottom', number> }> {
  const random = createRandom(seed)
  const style = { variation: 0.1, noise: 0.05, tilt: 0, perspective: 0, turns: 0, pitch, share: 0.9 }
  const page = drawPage('TD3', inventMrz(random, 'TD3'), await loadGlyphs(), random, style)
  const [first, last] = [page.middles[0]!, page.middles.at(-1)!]
  const box = { left: first.from.x, right: first.to.x, top: first.from.y, bottom: last.from.y }
  return { page, box }
}

function paint({ width, height, data }: Grey, value: (x: number, y: number) => number | null): Grey {
  const out = Uint8Array.from(data, (old, i) => value(i % width, Math.floor(i / width)) ?? old)
  return { width, height, data: out }
}

/** Whether the best candidate at some size is the page's two lines from end to end, found before anything else. */
function findsFirst(image: Grey, { middles }: Page, offset = { x: 0, y: 0 }): boolean {
  for (const [best] of findMrz(image, 5)) {
    const courses = best?.swapped ? [] : (best?.courses ?? [])
    const right = middles.every(({ from, to }, i) => {
      const course = courses[i]
      if (!course) return false
      const near = Math.abs(course.middle(from.x + offset.x) - from.y - offset.y) < pitch / 2
      return near && course.left < from.x + offset.x + pitch && course.right > to.x + offset.x - pitch
    })
    if (right) return true
  }
  return false
}

test('an MRZ alone on its page comes first', async () => {
  const { page } = await drawFlat(41)
  expect(findsFirst(page.image, page)).toBe(true)
})

test('a frame that touches nothing but surrounds the MRZ does not tie its lines together', async () => {
  const { page, box } = await drawFlat(42)
  const framed = paint(page.image, (x, y) => {
    const beyond = Math.max(
      Math.max(box.left - x, x - box.right) - 1.2 * pitch,
      Math.max(box.top - y, y - box.bottom) - 1.4 * pitch,
    )
    return beyond >= 0 && beyond < 4 ? 20 : null
  })
  expect(findsFirst(framed, page)).toBe(true)
})

test('the texture of a dark table is not taken for print', async () => {
  const { page } = await drawFlat(43)
  const [dx, dy] = [260, 180]
  const { width, height, data } = page.image
  const wide = { width: width + 2 * dx, height: height + 2 * dy }
  const table = paint({ ...wide, data: new Uint8Array(wide.width * wide.height) }, (x, y) => {
    const inside = x >= dx && y >= dy && x < dx + width && y < dy + height
    if (inside) return data[(y - dy) * width + x - dx]!
    return (x * 5 + y) % 31 < 14 ? 12 : 52
  })
  expect(findsFirst(table, page, { x: dx, y: dy })).toBe(true)
})
