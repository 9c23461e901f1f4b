import { findMrz } from '../../src/mrz/find-mrz.ts'
import type { Course, MrzCandidate } from '../../src/mrz/find-mrz.ts'
import { greyOf } from '../../src/mrz/picture.ts'
import { cutStrip, measureLine } from '../../src/mrz/strip.ts'
import type { Cut } from '../../src/mrz/strip.ts'
import sharp from 'sharp'
import type { Sharp } from 'sharp'
import type { MrzFormat } from '../../src/contract/mrz.ts'
import { drawPage, randomStyle } from '../../tests/eval-mrz/specimen/draw-page.ts'
import type { Page, PageStyle, Point } from '../../tests/eval-mrz/specimen/draw-page.ts'
import { drawScene } from '../../tests/eval-mrz/specimen/draw-scene.ts'
import type { GlyphSet } from '../../tests/eval-mrz/specimen/glyphs.ts'
import type { Grey } from '../../tests/eval-mrz/specimen/noise.ts'
import { inventEnding, inventMrz, inventString } from '../../tests/eval-mrz/specimen/people.ts'
import { photograph } from '../../tests/eval-mrz/specimen/photograph.ts'
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
  candidates: MrzCandidate[],
  line: { from: Point; to: Point },
): { mrz: MrzCandidate; course: Course; turned: boolean } | null {
  for (const mrz of candidates)
    for (const course of mrz.courses) {
      const { from, to, off } = alongCourse(course, mrz.swapped, line)
      const slack = course.height
      if (off > 0.5 * course.height) continue
      if (course.left > Math.min(from, to) + slack || course.right < Math.max(from, to) - slack) continue
      return { mrz, course, turned: to < from }
    }
  return null
}

/** What cameras, scanners and messengers do to a picture after it was taken; each with its own likelihood. */
const treatments: { chance: number; apply: (picture: Sharp, random: Random, width: number) => Sharp }[] = [
  {
    chance: 0.25,
    apply: (picture, random, width) =>
      picture.resize(Math.round(width * random.between(0.55, 0.9)), null, { kernel: 'linear' }),
  },
  {
    chance: 0.3,
    apply: (picture, random) => picture.sharpen({ sigma: random.between(0.5, 1.8), m2: random.between(1, 6) }),
  },
  { chance: 0.2, apply: (picture, random) => picture.linear(random.between(1.1, 1.8), random.between(-60, 10)) },
  { chance: 0.08, apply: (picture) => picture.median(3) },
  { chance: 0.7, apply: (picture, random) => picture.jpeg({ quality: random.integer(30, 92) }) },
]

/** The picture after some treatments, brought back to its size: small pictures are enlarged as a zooming camera does. */
async function treat(image: Grey, random: Random): Promise<Grey> {
  const { width, height } = image
  let file = await sharp(image.data, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer()
  for (const { chance, apply } of treatments)
    if (random.chance(chance)) file = await apply(sharp(file).png({ compressionLevel: 1 }), random, width).toBuffer()
  const back = await sharp(file).resize(width, height, { fit: 'fill', kernel: 'cubic' }).greyscale().raw().toBuffer()
  return { width, height, data: new Uint8Array(back) }
}

/** Styles for training: as those measured on, with more of the small letters and of printers unlike the typeface. */
function trainingStyle(random: Random, hardness: number): PageStyle {
  const style = randomStyle(random, hardness)
  return {
    ...style,
    variation: random.between(0.3, 1.15),
    pitch: random.chance(0.4) ? random.between(5, 10.5) : Math.min(style.pitch, 24),
    share: random.between(0.85, 0.98),
  }
}

/** A small picture of the web, a cut-out MRZ or a webcam's frame, compressed as such are, at its drawn size. */
async function photographScene(
  random: Random,
  format: MrzFormat,
  lines: string[],
  glyphs: GlyphSet,
  hardness: number,
): Promise<Page> {
  const kind = random.pick(['web', 'web', 'crop', 'crop', 'webcam'] as const)
  const page = drawScene(kind, format, lines, glyphs, random, hardness)
  const { width, height } = page.image
  const jpeg = sharp(await photograph(page.image, kind, random))
  const data = await jpeg.resize(width, height, { fit: 'fill', kernel: 'cubic' }).greyscale().raw().toBuffer()
  return { ...page, image: { width, height, data: new Uint8Array(data) } }
}

/** A drawn page or scene, treated as pictures are. */
async function takePicture(random: Random, glyphs: GlyphSet, hardness: number): Promise<Page> {
  const format = random.pick(['TD1', 'TD1', 'TD2', 'TD3', 'TD3', 'FRA2x36', 'MRVA'] as const)
  const mrz = inventMrz(random, format)
  const invent = random.chance(0.25) ? inventEnding : inventString
  const lines = random.chance(0.6) ? mrz.map((line) => invent(random, line.length)) : mrz
  if (random.chance(0.6)) return photographScene(random, format, lines, glyphs, hardness)
  const page = drawPage(format, lines, glyphs, random, trainingStyle(random, hardness))
  return { ...page, image: await treat(page.image, random) }
}

/** A cut near those the pipeline makes. */
function cutNear(random: Random): Cut {
  return {
    cap: random.between(19, 25),
    margin: random.chance(0.15) ? random.between(0.1, 0.4) : random.between(0.4, 1),
    levelled: random.chance(0.6),
    turned: false,
  }
}

/** Lines of one page as the pipeline finds them, each cut twice, with their true text. */
export async function preparedLines(
  random: Random,
  glyphs: GlyphSet,
  hardness: number,
): Promise<{ image: Grey; text: string }[]> {
  const page = await takePicture(random, glyphs, hardness)
  const image = greyOf(page.image, 2400)
  const candidates = [...findMrz(image, 8, 1)].flat()
  const found: { image: Grey; text: string }[] = []
  page.middles.forEach((middle, i) => {
    const match = courseFor(candidates, middle)
    const source = match && measureLine(image, match.mrz, match.course)
    if (!match || !source) return
    for (let copy = 0; copy < 2; copy++)
      found.push({ image: cutStrip(source, { ...cutNear(random), turned: match.turned }), text: page.lines[i]! })
  })
  return found
}
