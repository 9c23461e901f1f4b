import type { Course } from './find-mrz.ts'
import { restoreFaded } from './fade.ts'
import type { Restored } from './fade.ts'
import { levelStrip } from './level.ts'
import { findEdges, stationAt, widest } from './line-edges.ts'
import type { Edges, Station } from './line-edges.ts'
import { sample } from './picture.ts'
import type { Grey } from './picture.ts'

/** Strips are 36 pixels high, as the model reads them; capitals stand in the middle, 22 pixels high unless told. */
const stripHeight = 36
const capHeight = 22

/**
 * How a line is cut: the height of capitals in the strip, paper left at either end in letter heights, whether its light is
 * levelled, upside down or not.
 */
export type Cut = { cap: number; margin: number; levelled: boolean; turned: boolean }
export const firstCut: Cut = { cap: capHeight, margin: 0.7, levelled: true, turned: false }
/** Further looks at the same line: other sizes and margins, other sampling, light as it was. */
export const furtherCuts: readonly Cut[] = [
  { cap: 20, margin: 0.45, levelled: false, turned: false },
  { cap: 24, margin: 0.9, levelled: true, turned: false },
  { cap: 21, margin: 0.6, levelled: false, turned: false },
  { cap: 23, margin: 0.4, levelled: true, turned: false },
  { cap: 19, margin: 0.75, levelled: true, turned: false },
]

/** A line ready to be read, and where its strip's columns are in the picture. */
export type LineSource = { image: Grey; swapped: boolean; course: Course; edges: Edges }

/** Measures a line's letters in the picture; null when there is no band of ink. */
export function measureLine(image: Grey, { swapped }: { swapped: boolean }, course: Course): LineSource | null {
  const edges = findEdges(image, swapped, course)
  return edges && { image, swapped, course, edges }
}

const linear = ([a, b]: [number, number], x: number): number => a + b * x

/** Height of capitals in picture pixels at the middle of the line. */
export function letterHeightOf({ edges }: LineSource): number {
  const x = (edges.left + edges.right) / 2
  return linear(edges.bottom, x) - linear(edges.top, x)
}

/** A parabola through three points of a curve. */
function parabolaOf(
  curve: (x: number) => number,
  [p, q, r]: [number, number, number],
): Pick<Course, 'middle' | 'slope'> {
  const [u, v, w] = [curve(p), curve(q), curve(r)]
  const first = (v - u) / (q - p)
  const second = ((w - v) / (r - q) - first) / (r - p)
  return {
    middle: (x) => u + first * (x - p) + second * (x - p) * (x - q),
    slope: (x) => first + second * (2 * x - p - q),
  }
}

/** The course a line's letters were measured on, for finding them again in another frame. */
export function courseOfLine({ course, edges }: LineSource): Course {
  const { left, right, top, bottom } = edges
  const along = (x: number): number =>
    course.middle(x) + ((linear(top, x) + linear(bottom, x)) / 2) * Math.sqrt(1 + course.slope(x) ** 2)
  return { left, right, height: course.height, ...parabolaOf(along, [left, (left + right) / 2, right]) }
}

/**
 * Gives all lines of an MRZ the letter height of the tallest: a line of many fillers, which are lower than digits, looks lower
 * than it is and would come out stretched.
 */
export function evenHeights(lines: LineSource[]): LineSource[] {
  const tallest = Math.max(...lines.map(letterHeightOf))
  return lines.map((line) => {
    const factor = tallest / letterHeightOf(line)
    if (factor < 1.04 || factor > 1.35) return line
    const { top, bottom } = line.edges
    const grow = (edge: [number, number], other: [number, number]): [number, number] => [
      edge[0] + ((factor - 1) / 2) * (edge[0] - other[0]),
      edge[1] + ((factor - 1) / 2) * (edge[1] - other[1]),
    ]
    return { ...line, edges: { ...line.edges, top: grow(top, bottom), bottom: grow(bottom, top) } }
  })
}

/** Picture positions of the strip's columns: steps shrink with the letters, so that perspective keeps one pitch. */
function columnsOf({ edges }: LineSource, { cap, margin }: Cut): number[] {
  const heightAt = (x: number): number => Math.max(2, linear(edges.bottom, x) - linear(edges.top, x))
  const columns: number[] = []
  let x = edges.left - margin * heightAt(edges.left)
  const end = edges.right + margin * heightAt(edges.right)
  while (x < end && columns.length < widest) {
    columns.push(x)
    x += heightAt(x) / cap
  }
  return columns
}

/**
 * The straightened strip of one line as it is read: faded letters brought back, its light levelled where the cut says so or any
 * had faded.
 */
export function cutForReading(line: LineSource, cut: Cut): Restored {
  const { strip, isFaded } = restoreFaded(cutStrip(line, { ...cut, levelled: false }))
  return { strip: cut.levelled || isFaded(0, strip.width) ? levelStrip(strip) : strip, isFaded }
}

/** The straightened strip of one line, 36 pixels high. Exchanged axes mirror the picture, which a flip of the rows undoes. */
export function cutStrip(line: LineSource, cut: Cut): Grey {
  const columns = columnsOf(line, cut)
  const width = columns.length
  const data = new Uint8Array(width * stripHeight)
  columns.forEach((x, column) => {
    const top = linear(line.edges.top, x)
    const unit = (linear(line.edges.bottom, x) - top) / cut.cap
    const at = stationAt(line.swapped, line.course, x)
    for (let y = 0; y < stripHeight; y++) {
      const off = top + (y + 0.5 - (stripHeight - cut.cap) / 2) * unit
      const row = cut.turned === line.swapped ? y : stripHeight - 1 - y
      data[row * width + (cut.turned ? width - 1 - column : column)] = average(line.image, at, off, unit)
    }
  })
  const strip = { width, height: stripHeight, data }
  return cut.levelled ? levelStrip(strip) : strip
}

/** One strip pixel: where the picture is finer than the strip, the mean of several samples. */
function average(image: Grey, { x, y, dx, dy }: Station, off: number, unit: number): number {
  const n = Math.min(4, Math.max(1, Math.round(unit)))
  if (n === 1) return sample(image, x + off * dx, y + off * dy)
  let sum = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const along = ((i + 0.5) / n - 0.5) * unit
      const across = off + ((j + 0.5) / n - 0.5) * unit
      sum += sample(image, x + across * dx + along * dy, y + across * dy - along * dx)
    }
  return sum / (n * n)
}
