import { findZones } from '../../src/mrz/find-zones.ts'
import type { Course, ZoneCandidate } from '../../src/mrz/find-zones.ts'
import { greyOf } from '../../src/mrz/picture.ts'
import { cutStrip, firstCut, furtherCuts, measureLine } from '../../src/mrz/strip.ts'
import sharp from 'sharp'
import { drawPage, randomStyle } from '../../tests/eval-mrz/specimen/draw-page.ts'
import type { Page, Point } from '../../tests/eval-mrz/specimen/draw-page.ts'
import type { GlyphSet } from '../../tests/eval-mrz/specimen/glyphs.ts'
import type { Grey } from '../../tests/eval-mrz/specimen/noise.ts'
import { inventString, inventZone } from '../../tests/eval-mrz/specimen/people.ts'
import type { Random } from '../../tests/eval-mrz/specimen/random.ts'

type Along = { from: number; to: number; off: number }

/** A true line seen along a course: where it starts and ends, and how far its middle lies beside the course. */
function alongCourse(course: Course, swapped: boolean, { from, to }: { from: Point; to: Point }): Along {
  const main = (p: Point): number => (swapped ? p.y : p.x)
  const cross = (p: Point): number => (swapped ? p.x : p.y)
  const off = Math.max(...[from, to].map((p) => Math.abs(course.middle(main(p)) - cross(p))))
  return { from: main(from), to: main(to), off }
}

/** The course that holds a true line whole, and whether the text runs against it. */
function courseFor(
  zones: ZoneCandidate[],
  line: { from: Point; to: Point },
): { zone: ZoneCandidate; course: Course; turned: boolean } | null {
  for (const zone of zones)
    for (const course of zone.courses) {
      const { from, to, off } = alongCourse(course, zone.swapped, line)
      const slack = course.height
      if (off > 0.5 * course.height) continue
      if (course.left > Math.min(from, to) + slack || course.right < Math.max(from, to) - slack) continue
      return { zone, course, turned: to < from }
    }
  return null
}

async function throughJpeg(image: Grey, quality: number): Promise<Grey> {
  const { width, height } = image
  const jpeg = await sharp(image.data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality })
    .toBuffer()
  return { width, height, data: new Uint8Array(await sharp(jpeg).greyscale().raw().toBuffer()) }
}

/** A drawn page of a random style, compressed as a camera does. */
export async function photograph(random: Random, glyphs: GlyphSet, hardness: number): Promise<Page> {
  const format = random.pick(['TD1', 'TD1', 'TD2', 'TD3', 'TD3', 'FRA2x36', 'MRVA'] as const)
  const zone = inventZone(random, format)
  const lines = random.chance(0.4) ? zone.map((line) => inventString(random, line.length)) : zone
  const page = drawPage(format, lines, glyphs, random, randomStyle(random, hardness))
  return random.chance(0.7) ? { ...page, image: await throughJpeg(page.image, random.integer(40, 92)) } : page
}

/** Lines of one page as the pipeline itself cuts them, in either of its two cuts, with their true text. */
export async function preparedLines(
  random: Random,
  glyphs: GlyphSet,
  hardness: number,
): Promise<{ image: Grey; text: string }[]> {
  const page = await photograph(random, glyphs, hardness)
  const image = greyOf(page.image, 2400)
  const [zones = []] = findZones(image, 8)
  const found: { image: Grey; text: string }[] = []
  page.middles.forEach((middle, i) => {
    const match = courseFor(zones, middle)
    const source = match && measureLine(image, match.zone, match.course)
    if (!match || !source) return
    const cut = random.chance(0.6) ? firstCut : furtherCuts[0]!
    const cap = cut.cap + random.integer(-1, 1)
    found.push({ image: cutStrip(source, { ...cut, cap, turned: match.turned }), text: page.lines[i]! })
  })
  return found
}
