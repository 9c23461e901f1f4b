import type { Course } from './find-mrz.ts'
import { levelStrip } from './level.ts'
import { sample } from './picture.ts'
import type { Grey } from './picture.ts'

const roughHeight = 48
/** The rough cut shows this many letter heights. */
const roughLetters = 3.4
const segments = 10
/** No line is cut into more columns than this. */
export const widest = 2200

/** Upper and lower edge of the letters across the course, in picture pixels off its middle, linear in x. */
export type Edges = { top: [number, number]; bottom: [number, number]; left: number; right: number }

/** Where a course passes at `x`, and one pixel across it, in the picture's own axes. */
export type Station = { x: number; y: number; dx: number; dy: number }

export function stationAt(swapped: boolean, course: Course, x: number): Station {
  const slope = course.slope(x)
  const n = 1 / Math.sqrt(1 + slope * slope)
  const y = course.middle(x)
  return swapped ? { x: y, y: x, dx: n, dy: -slope * n } : { x, y, dx: -slope * n, dy: n }
}

/** A straightened cut, wide around the letters, to find their edges in. */
function cutRough(
  image: Grey,
  swapped: boolean,
  course: Course,
  from: number,
  to: number,
): { strip: Grey; step: number } {
  const step = Math.max((roughLetters * course.height) / roughHeight, (to - from) / widest)
  const width = Math.max(8, Math.round((to - from) / step))
  const data = new Uint8Array(width * roughHeight)
  const rowStep = (roughLetters * course.height) / roughHeight
  for (let x = 0; x < width; x++) {
    const at = stationAt(swapped, course, from + x * step)
    for (let y = 0; y < roughHeight; y++) {
      const off = (y + 0.5 - roughHeight / 2) * rowStep
      data[y * width + x] = sample(image, at.x + off * at.dx, at.y + off * at.dy)
    }
  }
  return { strip: levelStrip({ width, height: roughHeight, data }), step }
}

/** Mean darkness of each row between two columns. */
function rowProfile(strip: Grey, from: number, to: number): Float32Array {
  const rows = new Float32Array(strip.height)
  for (let y = 0; y < strip.height; y++) {
    let sum = 0
    for (let x = from; x < to; x++) sum += 255 - strip.data[y * strip.width + x]!
    rows[y] = sum / Math.max(1, to - from)
  }
  return rows
}

/** First and last row of the band of ink around the middle, with the half level found between rows; null if there is none. */
function bandOf(rows: Float32Array): { top: number; bottom: number } | null {
  const sorted = Float32Array.from(rows).sort()
  const low = sorted[Math.floor(rows.length * 0.15)]!
  const middle = rows.subarray(Math.floor(rows.length * 0.33), Math.ceil(rows.length * 0.67))
  const high = Float32Array.from(middle).sort()[Math.floor(middle.length * 0.6)]!
  if (high - low < 8) return null
  const level = low + 0.35 * (high - low)
  const centre = Math.floor(rows.length / 2)
  let start = centre
  for (let r = 0; r < rows.length / 4 && rows[start]! < level; r++)
    start = centre + (r % 2 ? -1 : 1) * Math.ceil((r + 1) / 2)
  if (rows[start]! < level) return null
  let top = start
  while (top > 0 && (rows[top - 1]! >= level || (rows[top - 2] ?? 0) >= level)) top--
  let bottom = start
  while (bottom < rows.length - 1 && (rows[bottom + 1]! >= level || (rows[bottom + 2] ?? 0) >= level)) bottom++
  return { top, bottom: bottom + 1 }
}

/** Straight line through points, far ones dropped twice. */
function fitStraight(points: { x: number; y: number }[]): [number, number] {
  let kept = points
  let [a, b] = [0, 0]
  for (let round = 0; round < 3; round++) {
    const n = kept.length
    const mx = kept.reduce((s, p) => s + p.x, 0) / n
    const my = kept.reduce((s, p) => s + p.y, 0) / n
    const sxx = kept.reduce((s, p) => s + (p.x - mx) ** 2, 0)
    b = sxx > 0 ? kept.reduce((s, p) => s + (p.x - mx) * (p.y - my), 0) / sxx : 0
    a = my - b * mx
    const errors = points.map((p) => Math.abs(p.y - a - b * p.x)).sort((p, q) => p - q)
    const limit = Math.max(0.5, 2 * errors[Math.floor(errors.length / 2)]!)
    const next = points.filter((p) => Math.abs(p.y - a - b * p.x) <= limit)
    if (next.length < 3) break
    kept = next
  }
  return [a, b]
}

const dark = 45

/** Darkness of a column's pixels between two rows. */
function columnOf(strip: Grey, x: number, from: number, to: number): number[] {
  const first = Math.max(0, Math.round(from))
  const last = Math.min(strip.height, Math.round(to))
  return Array.from({ length: Math.max(0, last - first) }, (_, i) => 255 - strip.data[(first + i) * strip.width + x]!)
}

/** A column dark from the letters to well above or below them is the edge of the document, a ruled line or a shadow. */
function isUnbroken(strip: Grey, x: number, top: number, bottom: number): boolean {
  const reach = 0.8 * (bottom - top)
  return [columnOf(strip, x, top - reach, bottom), columnOf(strip, x, top, bottom + reach)].some(
    (column) => column.filter((value) => value >= dark).length > 0.9 * column.length,
  )
}

/** Runs of columns with ink inside the band, white gaps up to 1.3 letter heights bridged. */
function inkClusters(strip: Grey, top: (x: number) => number, bottom: (x: number) => number): [number, number][] {
  const clusters: [number, number][] = []
  for (let x = 0; x < strip.width; x++) {
    const [from, to] = [top(x), bottom(x)]
    const column = columnOf(strip, x, from, to)
    if (column.reduce((sum, value) => sum + value, 0) < dark * column.length) continue
    if (isUnbroken(strip, x, from, to)) continue
    const last = clusters.at(-1)
    if (last && x - last[1] <= 1.3 * (to - from)) last[1] = x + 1
    else clusters.push([x, x + 1])
  }
  return clusters
}

/**
 * Leftmost and rightmost column of the letters. A cluster apart from the rest that reaches the strip's end, or is thinner than
 * a letter, is the edge of the document or a shadow.
 */
function inkExtent(strip: Grey, top: (x: number) => number, bottom: (x: number) => number): [number, number] {
  const letter = bottom(strip.width / 2) - top(strip.width / 2)
  const clusters = inkClusters(strip, top, bottom)
  const isEdge = ([from, to]: [number, number]): boolean =>
    to - from < 0.4 * letter || ((from < 2 || to > strip.width - 2) && to - from < 0.15 * strip.width)
  while (clusters.length > 1 && isEdge(clusters[0]!)) clusters.shift()
  while (clusters.length > 1 && isEdge(clusters.at(-1)!)) clusters.pop()
  return clusters.length > 0 ? [clusters[0]![0], clusters.at(-1)![1]] : [0, strip.width]
}

/** Edges of a line's letters along its course; null when there is no band of ink. */
export function findEdges(image: Grey, swapped: boolean, course: Course): Edges | null {
  const margin = 1.6 * course.height
  const from = course.left - margin
  const { strip, step } = cutRough(image, swapped, course, from, course.right + margin)
  const tops: { x: number; y: number }[] = []
  const bottoms: { x: number; y: number }[] = []
  for (let s = 0; s < segments; s++) {
    const [left, right] = [Math.floor((s * strip.width) / segments), Math.floor(((s + 1) * strip.width) / segments)]
    const band = bandOf(rowProfile(strip, left, right))
    if (!band || band.bottom - band.top > 0.55 * roughHeight) continue
    tops.push({ x: (left + right) / 2, y: band.top })
    bottoms.push({ x: (left + right) / 2, y: band.bottom })
  }
  if (tops.length < 3) return null
  const [ta, tb] = fitStraight(tops)
  const [ba, bb] = fitStraight(bottoms)
  const [first, last] = inkExtent(
    strip,
    (x) => ta + tb * x,
    (x) => ba + bb * x,
  )
  const unit = (roughLetters * course.height) / roughHeight
  const off = (a: number, b: number): [number, number] => [
    (a - roughHeight / 2) * unit - (b * unit * from) / step,
    (b * unit) / step,
  ]
  return { top: off(ta, tb), bottom: off(ba, bb), left: from + first * step, right: from + last * step }
}
