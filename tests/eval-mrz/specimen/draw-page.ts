import type { MrzFormat } from '../../../src/contract/mrz.ts'
import type { GlyphSet } from './glyphs.ts'
import { blur, develop, guilloche, lighting } from './noise.ts'
import type { Field, Grey } from './noise.ts'
import { createPen } from './pen.ts'
import type { Pen } from './pen.ts'
import type { Random } from './random.ts'

/** How hard a page is, each 0 to 1 or as said. */
export type PageStyle = {
  /** Unlikeness of the printer's OCR-B to the typeface. */
  variation: number
  /** Light, security background, blur, noise. */
  noise: number
  /** Greatest tilt in degrees, and perspective as a share of the size. */
  tilt: number
  perspective: number
  /** Whole turns of 90 degrees. */
  turns: number
  /** Pixels per character of the MRZ. */
  pitch: number
  /** Share of the picture's width the document takes. */
  share: number
}

export type Point = { x: number; y: number }
/** `middles` are the first and last letter's centre of each line, in picture pixels. */
export type Page = { image: Grey; lines: string[]; middles: { from: Point; to: Point }[] }

export type Row = { text: string; x: number; y: number; unit: number; pen: Pen }

/** Document sizes in millimetres (Doc 9303-4 to -7, ISO/IEC 7810) and where the MRZ's lines stand from the bottom edge. */
export const sizes: Record<MrzFormat, { width: number; height: number; left: number; baselines: number[] }> = {
  TD1: { width: 85.6, height: 54, left: 4.5, baselines: [17.5, 12, 6.5] },
  TD2: { width: 105, height: 74, left: 5, baselines: [12.2, 6.5] },
  FRA2x36: { width: 105, height: 74, left: 5, baselines: [12.2, 6.5] },
  MRVB: { width: 105, height: 74, left: 5, baselines: [12.2, 6.5] },
  TD3: { width: 125, height: 88, left: 5.5, baselines: [12.5, 6.5] },
  MRVA: { width: 120, height: 80, left: 4, baselines: [12.5, 6.5] },
}
export const charPitchMm = 2.54

/** Printed fields above the MRZ: what a reader must not take for it. */
function printedRows(random: Random, size: { width: number; height: number }, mrzTop: number, pen: Pen): Row[] {
  const rows: Row[] = []
  for (let y = 6; y < size.height - mrzTop - 6; y += random.between(3.5, 8)) {
    const height = random.between(1.4, 2.8)
    const left = random.chance(0.7) ? size.width * random.between(0.32, 0.5) : size.width * random.between(0.04, 0.3)
    const length = random.integer(3, 22)
    const text = Array.from({ length }, () => random.pick('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')).join('')
    rows.push({ text, x: left, y, unit: height / 707, pen })
  }
  return rows
}

export type Matrix = [number, number, number, number, number, number, number, number]

/** Homography that takes four points to four others. */
export function homography(sources: Point[], targets: Point[]): Matrix {
  const rows = sources.flatMap(({ x, y }, i) => {
    const { x: u, y: v } = targets[i]!
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ]
  })
  for (let c = 0; c < 8; c++) {
    const size = (r: number): number => Math.abs(rows[r]![c]!)
    let pivot = c
    for (let r = c + 1; r < 8; r++) if (size(r) > size(pivot)) pivot = r
    ;[rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!]
    for (let r = 0; r < 8; r++) {
      if (r === c) continue
      const f = rows[r]![c]! / rows[c]![c]!
      for (let k = c; k < 9; k++) rows[r]![k]! -= f * rows[c]![k]!
    }
  }
  return rows.map((row, i) => row[8]! / row[i]!) as Matrix
}

export function project([a, b, c, d, e, f, g, h]: Matrix, { x, y }: Point): Point {
  const k = g * x + h * y + 1
  return { x: (a * x + b * y + c) / k, y: (d * x + e * y + f) / k }
}

function cornersOf(random: Random, style: PageStyle, size: { width: number; height: number }, scale: number) {
  const angle = (style.turns * Math.PI) / 2 + ((random.between(-1, 1) * style.tilt) / 180) * Math.PI
  const [w, h] = [size.width * scale, size.height * scale]
  const bend = style.perspective * w
  const raw = [
    [-w / 2, -h / 2],
    [w / 2, -h / 2],
    [w / 2, h / 2],
    [-w / 2, h / 2],
  ].map(([x = 0, y = 0]) => [x + bend * random.between(-0.5, 0.5), y + bend * random.between(-0.5, 0.5)])
  const turned = raw.map(([x = 0, y = 0]) => ({
    x: x * Math.cos(angle) - y * Math.sin(angle),
    y: x * Math.sin(angle) + y * Math.cos(angle),
  }))
  const spread = (values: number[]): number => Math.max(...values) - Math.min(...values)
  const [bw, bh] = [spread(turned.map((p) => p.x)), spread(turned.map((p) => p.y))]
  const width = Math.round(bw / style.share)
  const height = Math.round(Math.max(bh * 1.08, Math.min(width * 1.4, bh / style.share)))
  const [ox, oy] = [random.between(bw * 0.51, width - bw * 0.51), random.between(bh * 0.51, height - bh * 0.51)]
  const cx = (Math.max(...turned.map((p) => p.x)) + Math.min(...turned.map((p) => p.x))) / 2
  const cy = (Math.max(...turned.map((p) => p.y)) + Math.min(...turned.map((p) => p.y))) / 2
  return { width, height, corners: turned.map((p) => ({ x: p.x - cx + ox, y: p.y - cy + oy })) }
}

function rowsOf(random: Random, format: MrzFormat, lines: string[], pen: Pen, printed: Pen): Row[] {
  const size = sizes[format]
  const unit = charPitchMm / pen.advance
  const mrz = lines.map((text, i) => ({
    text,
    x: size.left,
    y: size.height - size.baselines[i]!,
    unit,
    pen,
  }))
  return [...printedRows(random, size, size.baselines[0]!, printed), ...mrz]
}

/** Ink of the rows at a point in millimetres. */
export function inkAt(rows: Row[], x: number, y: number, pixelMm: number): number {
  for (const row of rows) {
    const v = (row.y - y) / row.unit
    if (v < -150 || v > 900) continue
    const u = (x - row.x) / row.unit
    const i = Math.floor(u / row.pen.advance)
    if (i < 0 || i >= row.text.length) continue
    const cover = row.pen.coverage(row.text.charAt(i), u - i * row.pen.advance, v, pixelMm / row.unit / 2)
    if (cover > 0) return cover
  }
  return 0
}

/** A photograph or scan of an invented document that carries `lines`. */
export function drawPage(format: MrzFormat, lines: string[], glyphs: GlyphSet, random: Random, style: PageStyle): Page {
  const n = style.noise
  const size = sizes[format]
  const scale = style.pitch / charPitchMm
  const { width, height, corners } = cornersOf(random, style, size, scale)
  const sheet = [
    { x: 0, y: 0 },
    { x: size.width, y: 0 },
    { x: size.width, y: size.height },
    { x: 0, y: size.height },
  ]
  const toMm = homography(corners, sheet)
  const rows = rowsOf(
    random,
    format,
    lines,
    createPen(glyphs, random, style.variation),
    createPen(glyphs, random, style.variation),
  )
  const paper = random.between(240 - 90 * n, 250)
  const desk = random.chance(0.5) ? random.between(10, 90) : random.between(140, 255)
  const ink = random.between(0, 25 + 50 * n)
  const ground: Field =
    n > 0 && random.chance(0.7) ? guilloche(random, style.pitch, random.between(5, 55) * n) : () => 0
  const wood = guilloche(random, style.pitch * random.between(0.5, 6), random.between(0, 50))
  const light = lighting(random, width, height, n * random.between(0, 60))
  const face = { x: size.width * 0.16, y: size.height * 0.42, rx: size.width * 0.1, ry: size.height * 0.2 }
  const picture = new Float32Array(width * height)
  const [a, b, c, d, e, f, g, h] = toMm
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const k = g * x + h * y + 1
      const mx = (a * x + b * y + c) / k
      const my = (d * x + e * y + f) / k
      const inside = mx >= 0 && my >= 0 && mx < size.width && my < size.height
      let value = desk + wood(x, y)
      if (inside) {
        const portrait = ((mx - face.x) / face.rx) ** 2 + ((my - face.y) / face.ry) ** 2 < 1 ? 70 : 0
        const base = paper - portrait + ground(x, y)
        value = base + (ink - base) * inkAt(rows, mx, my, 1 / scale)
      }
      picture[y * width + x] = value + light(x, y)
    }
  const softness = n * style.pitch * random.between(0, 0.075)
  const shaken = random.chance(0.2) ? n * style.pitch * random.between(0, 0.08) : 0
  const image = develop(
    blur(picture, width, height, softness + shaken, softness),
    width,
    height,
    n * random.between(0, 13),
    random,
  )
  const toPicture = homography(sheet, corners)
  const middles = rows.slice(-lines.length).map((row) => {
    const at = (letters: number): Point =>
      project(toPicture, { x: row.x + letters * charPitchMm, y: row.y - 353 * row.unit })
    return { from: at(0.5), to: at(row.text.length - 0.5) }
  })
  return { image, lines, middles }
}

/** A style drawn at random within what a counter meets: `hardness` 0 is a flat clean scan, 1 a bad photograph. */
export function randomStyle(random: Random, hardness: number): PageStyle {
  return {
    variation: random.between(0.2, 1) * Math.min(1, 0.3 + hardness),
    noise: hardness * random.between(0.2, 1),
    tilt: random.chance(0.3) ? 20 * hardness : 5 * hardness,
    perspective: random.chance(0.5) ? 0.08 * hardness : 0,
    turns: random.chance(0.15 * hardness) ? random.integer(1, 3) : 0,
    pitch: 6.2 + 24 * random.next() ** 1.5,
    share: random.chance(0.2) ? random.between(0.45, 0.7) : random.between(0.7, 0.97),
  }
}
