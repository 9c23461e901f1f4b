import type { MrzFormat } from '../../../src/contract/mrz.ts'
import { charPitchMm, inkAt, sizes } from './draw-page.ts'
import type { Row } from './draw-page.ts'
import type { GlyphSet } from './glyphs.ts'
import { guilloche } from './noise.ts'
import { createPen } from './pen.ts'
import type { Pen } from './pen.ts'
import type { Random } from './random.ts'

/** Something flat in a scene: its size in millimetres and its lightness at a point, `pixelMm` being a pixel's size there. */
export type Sheet = { width: number; height: number; lightness: (x: number, y: number, pixelMm: number) => number }

/** A document's sheet and where the MRZ's lines stand on it. */
export type DocumentSheet = Sheet & { rows: Row[]; mrzTop: number }

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const mixed = letters + '0123456789'

const textOf = (random: Random, length: number): string =>
  Array.from({ length }, () => random.pick(random.chance(0.12) ? ' ' : mixed)).join('')

/** Rows of print between two heights, from `left` on, `tallest` millimetres high at most. */
function printedRows(
  random: Random,
  pen: Pen,
  area: { left: number; right: number; top: number; bottom: number },
  tallest: number,
): Row[] {
  const rows: Row[] = []
  for (let y = area.top + 3; y < area.bottom; y += random.between(1.5, 3) * tallest) {
    const height = tallest * random.between(0.5, 1)
    const x = random.chance(0.7) ? area.left : area.left + random.between(0, 0.5) * (area.right - area.left)
    const most = (area.right - x) / height / 1.05
    if (most > 3)
      rows.push({ text: textOf(random, random.integer(2, Math.floor(most))), x, y, unit: height / 707, pen })
  }
  return rows
}

/** A word across the whole document, as specimens carry it: lightness taken away at a point. */
function overprint(random: Random, pen: Pen, width: number, height: number): (x: number, y: number) => number {
  if (!random.chance(0.3)) return () => 0
  const angle = random.between(-0.7, 0.2)
  const unit = random.between(6, 13) / 707
  const row: Row = { text: random.pick(['SPECIMEN', 'MUSTER', 'VOID', 'COPIE']), x: -width * 0.3, y: 5, unit, pen }
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  const depth = random.between(10, 70)
  return (x, y) => {
    const [dx, dy] = [x - width / 2, y - height / 2]
    return depth * inkAt([row], dx * c + dy * s, dy * c - dx * s, 0.2)
  }
}

/** Lines of the frame around an MRZ, the edge of a strip under it, or nothing. */
function frameOf(random: Random, width: number, top: number, bottom: number): (x: number, y: number) => number {
  const kind = random.next()
  const [x0, y0, line] = [random.between(1.5, 3), top - random.between(1.5, 4), random.between(0.15, 0.4)]
  const dark = random.between(20, 140)
  if (kind < 0.12)
    return (x, y) => {
      const d = Math.min(Math.abs(x - x0), Math.abs(x - width + x0), Math.abs(y - y0), Math.abs(y - bottom + 1.5))
      return d < line && x > x0 - line && x < width - x0 + line && y > y0 - line ? dark : 0
    }
  if (kind < 0.3) return (_, y) => (Math.abs(y - y0) < line ? dark : 0)
  return kind < 0.55 ? (_, y) => (y > y0 ? -dark * 0.25 : 0) : () => 0
}

/** The document's own print: MRZ at the foot, fields right down to it, portrait, security pattern, sometimes an upper page. */
export function documentSheet(
  random: Random,
  format: MrzFormat,
  lines: string[],
  glyphs: GlyphSet,
  variation: number,
  noise: number,
): DocumentSheet {
  const size = sizes[format]
  const upper = format === 'TD3' && random.chance(0.4) ? size.height : 0
  const [width, height] = [size.width, size.height + upper]
  const pen = createPen(glyphs, random, variation)
  const printed = createPen(glyphs, random, 1)
  const unit = charPitchMm / pen.advance
  const rows = lines.map((text, i) => ({ text, x: size.left, y: height - size.baselines[i]!, unit, pen }))
  const mrzTop = rows[0]!.y - 2.6
  const left = width * random.between(0.05, 0.4)
  const fields = { left, right: width - 3, top: upper, bottom: mrzTop - random.between(1, 6) }
  const above = { left: 6, right: width - 6, top: 0, bottom: upper - 5 }
  const all = [...printedRows(random, printed, fields, random.between(1.5, 3)), ...rows]
  if (upper > 0) all.push(...printedRows(random, printed, above, random.between(1.5, 2.6)))
  const paper = random.between(245 - 80 * noise, 252)
  const ink = random.between(0, 25 + 70 * noise)
  const ground = random.chance(0.8) ? guilloche(random, 2.5, random.between(4, 60) * noise) : () => 0
  const word = overprint(random, printed, width, height)
  const frame = frameOf(random, width, mrzTop, height)
  const portrait = {
    x: width * 0.17,
    y: upper + (mrzTop - upper) * 0.5,
    rx: width * 0.1,
    ry: (mrzTop - upper) * 0.33,
  }
  const lightness = (x: number, y: number, pixelMm: number): number => {
    const face = ((x - portrait.x) / portrait.rx) ** 2 + ((y - portrait.y) / portrait.ry) ** 2 < 1 ? 80 : 0
    const fold = upper > 0 ? 90 * Math.exp(-(((y - upper) / 1.5) ** 2)) : 0
    const base = paper - face - fold + ground(x, y) - word(x, y) - frame(x, y)
    return base + (ink - base) * inkAt(all, x, y, pixelMm)
  }
  return { width, height, lightness, rows, mrzTop }
}

/** A page of print without an MRZ: a letter under the document, or what else is on a scanned page. */
export function letterSheet(random: Random, glyphs: GlyphSet, width: number, height: number): Sheet {
  const pen = createPen(glyphs, random, 1)
  const area = {
    left: width * 0.1,
    right: width * 0.92,
    top: height * 0.05,
    bottom: height * random.between(0.1, 0.95),
  }
  const rows = printedRows(random, pen, area, random.between(2, 3))
  const paper = random.between(215, 255)
  return { width, height, lightness: (x, y, pixelMm) => paper * (1 - inkAt(rows, x, y, pixelMm)) }
}

/** The other side of a card, or another card: print and a dark stripe, no MRZ. */
export function cardSheet(random: Random, glyphs: GlyphSet, width: number, height: number): Sheet {
  const pen = createPen(glyphs, random, 1)
  const rows = printedRows(random, pen, { left: width * 0.35, right: width - 3, top: 4, bottom: height - 3 }, 2.6)
  const ground = guilloche(random, 2.5, 30)
  const [from, to] = [height * random.between(0.1, 0.3), height * random.between(0.3, 0.5)]
  const stripe = random.chance(0.3) ? 190 : 0
  return {
    width,
    height,
    lightness: (x, y, pixelMm) =>
      (225 + ground(x, y) - (y > from && y < to ? stripe : 0)) * (1 - inkAt(rows, x, y, pixelMm)),
  }
}
