import { blobsOf, closeGaps, runsOf, withoutBlobs } from './ink-runs.ts'
import type { Blob, Box, Rows } from './ink-runs.ts'
import type { Grey } from './picture.ts'

/**
 * A row of letters: its middle is y = a + b·x + c·x² with x counted from `origin`; `thickness` is the height of the ink,
 * `darkness` the mean of the ink itself (0-255).
 */
export type TextLine = {
  runs: number[]
  area: number
  left: number
  right: number
  origin: number
  a: number
  b: number
  c: number
  thickness: number
  darkness: number
}

export const middleAt = (line: TextLine, x: number): number => {
  const d = x - line.origin
  return line.a + line.b * d + line.c * d * d
}

/** Solves the 3 x 3 normal equations by Cramer's rule; null when the points do not decide a curve. */
function solve3(m: number[], r: number[]): [number, number, number] | null {
  const det = (a: number[]): number =>
    a[0]! * (a[4]! * a[8]! - a[5]! * a[7]!) -
    a[1]! * (a[3]! * a[8]! - a[5]! * a[6]!) +
    a[2]! * (a[3]! * a[7]! - a[4]! * a[6]!)
  const d = det(m)
  if (Math.abs(d) < 1e-9) return null
  const column = (k: number): number => det(m.map((v, i) => (i % 3 === k ? r[Math.floor(i / 3)]! : v))) / d
  return [column(0), column(1), column(2)]
}

/** Height of an even band with the same scatter about its middle as the ink: holes in the ink do not make it lower. */
function spreadOf(line: TextLine): number {
  let sum = 0
  for (let i = 0; i < line.runs.length; i += 3) {
    const [y, from, to] = [line.runs[i]!, line.runs[i + 1]!, line.runs[i + 2]!]
    sum += (to - from) * (y - middleAt(line, (from + to - 1) / 2)) ** 2
  }
  return Math.sqrt((12 * sum) / line.area)
}

/** Least squares parabola through the ink of the runs, each pixel with the same weight. */
function fitLine(runs: number[]): TextLine {
  let [area, left, right, sumX] = [0, Infinity, -Infinity, 0]
  for (let i = 0; i < runs.length; i += 3) {
    const [from, to] = [runs[i + 1]!, runs[i + 2]!]
    area += to - from
    sumX += ((from + to - 1) / 2) * (to - from)
    left = Math.min(left, from)
    right = Math.max(right, to)
  }
  const origin = sumX / area
  const scale = Math.max(1, (right - left) / 2)
  const s = [0, 0, 0, 0, 0]
  const t = [0, 0, 0]
  for (let i = 0; i < runs.length; i += 3)
    for (let x = runs[i + 1]!; x < runs[i + 2]!; x++) {
      const d = (x - origin) / scale
      for (let k = 0, p = 1; k < 5; k++, p *= d) {
        s[k]! += p
        if (k < 3) t[k]! += p * runs[i]!
      }
    }
  const [s0, s1, s2, s3, s4] = s as [number, number, number, number, number]
  const [a, b, c] = solve3([s0, s1, s2, s1, s2, s3, s2, s3, s4], t) ?? [t[0]! / s0, 0, 0]
  const slope = b / scale
  const line = { runs, area, left, right, origin, a, b: slope, c: c / (scale * scale), thickness: 0, darkness: 0 }
  const mean = area / Math.max(1, right - left)
  const thickness = Math.min(1.6 * mean, Math.max(mean, spreadOf(line))) / Math.sqrt(1 + slope * slope)
  return { ...line, thickness }
}

/** Whether `b` goes on where `a` ends: same course, small gap, same height. */
function continues(a: TextLine, b: TextLine): boolean {
  const gap = b.left - a.right
  const size = Math.max(a.thickness, b.thickness)
  if (gap < -size || gap > Math.max(8 * size, 0.25 * (a.right - a.left))) return false
  if (Math.min(a.thickness, b.thickness) < 0.45 * size) return false
  const longer = a.right - a.left > b.right - b.left ? a : b
  const other = longer === a ? b : a
  const x = other.origin
  const course = longer.a + longer.b * (x - longer.origin)
  return Math.abs(course - other.a) < 0.75 * size
}

function joinPieces(pieces: TextLine[]): TextLine[] {
  const lines: TextLine[] = []
  for (const piece of [...pieces].sort((p, q) => p.left - q.left)) {
    const i = lines.findIndex((line) => continues(line, piece))
    if (i < 0) lines.push(piece)
    else lines[i] = fitLine([...lines[i]!.runs, ...piece.runs])
  }
  return lines
}

const isLine = ({ thickness, b }: TextLine, largest: number): boolean =>
  thickness >= 2.5 && thickness < largest * 1.6 && Math.abs(b) < 0.5

/** Frames, ruled lines and edges: neither a letter nor a row of letters that touch. Letters fill their band by half. */
function isRule(blob: Blob, largest: number): boolean {
  const line = fitLine(blob.runs)
  const spread = spreadOf(line)
  return !isLine({ ...line, thickness: spread }, largest) || blob.area > 0.85 * (blob.right - blob.left) * spread
}

/** A picture's ink as rows of runs, without frames and ruled lines, which would tie lines of letters together. */
export function letterRows(ink: Grey, threshold: number, largest: number): Rows {
  const rows = runsOf(ink, threshold)
  const isLarge = ({ top, bottom, left, right }: Box): boolean =>
    bottom - top + 1 > 2.2 * largest || right - left > 4 * largest
  return withoutBlobs(
    rows,
    blobsOf(rows, 1, isLarge).filter((blob) => isRule(blob, largest)),
  )
}

/** Mean of the darker half of what a line's runs cover: its letters without the paper between them. */
function darknessOf({ width, data }: Grey, { runs }: TextLine): number {
  const counts = new Float64Array(256)
  for (let i = 0; i < runs.length; i += 3)
    for (let x = runs[i + 1]!; x < runs[i + 2]!; x++) counts[data[runs[i]! * width + x]!]!++
  const half = counts.reduce((sum, count) => sum + count, 0) / 2
  let [seen, sum] = [0, 0]
  for (let v = 255; v >= 0 && seen < half; v--) {
    seen += counts[v]!
    sum += v * counts[v]!
  }
  return sum / Math.max(1, seen)
}

/** Pieces and lines beyond these are left out, the least and the shortest first: a texture must not cost time without bound. */
const mostPieces = 300
const mostLines = 60

/**
 * Rows of letters that run roughly along x (within 25 degrees) and are between 4 and about `largest` pixels high: gaps up to
 * `gap` pixels along x closed, connected parts, a parabola through each, pieces on one course joined.
 */
export function findTextLines(ink: Grey, letters: Rows, largest: number, gap: number): TextLine[] {
  const isPiece = ({ area, left, right }: Box): boolean => area > 40 && right - left > 1.25 * largest
  const pieces = blobsOf(closeGaps(letters, gap), 2, isPiece)
    .sort((a, b) => b.area - a.area)
    .slice(0, mostPieces)
    .map((blob) => fitLine(blob.runs))
    .filter((line) => isLine(line, largest) && line.right - line.left > 2.5 * line.thickness)
  return joinPieces(pieces)
    .filter((line) => line.right - line.left > 13 * line.thickness)
    .sort((a, b) => b.right - b.left - (a.right - a.left))
    .slice(0, mostLines)
    .map((line) => ({ ...line, darkness: darknessOf(ink, line) }))
}
