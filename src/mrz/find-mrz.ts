import { inkOf, inkThresholds } from './ink.ts'
import { greyOf, transpose } from './picture.ts'
import type { Grey } from './picture.ts'
import { findTextLines, letterRows, middleAt } from './text-lines.ts'
import type { TextLine } from './text-lines.ts'

/** A course of letters in the coordinates of the picture it was found in, from `left` to `right` along its main axis. */
export type Course = {
  left: number
  right: number
  middle: (x: number) => number
  slope: (x: number) => number
  height: number
}

/** The line of letters that would stand beside a course, `distance` picture pixels across it. */
export function courseBeside(course: Course, distance: number): Course {
  return { ...course, middle: (x) => course.middle(x) + distance * Math.sqrt(1 + course.slope(x) ** 2) }
}

/** One to three courses that may be an MRZ. `swapped`: x and y of the picture are exchanged (text runs upward or downward). */
export type MrzCandidate = { courses: Course[]; swapped: boolean; score: number }

/** Longest side in pixels and greatest letter height looked for; middle sizes first, as most pictures have them. */
const scales = [
  { longestSide: 760, largest: 18 },
  { longestSide: 1300, largest: 18 },
  { longestSide: 400, largest: 18 },
]

/**
 * Gaps closed between letters, as shares of the greatest letter height: wide for large letters, narrow so that small ones do
 * not grow together with the edge of the document. The wide one alone serves where only the darkest ink is looked at.
 */
const gaps = [0.8, 0.35]

function courseOf(line: TextLine, scale: number): Course {
  return {
    left: line.left * scale,
    right: line.right * scale,
    middle: (x) => (middleAt(line, x / scale) + 0.5) * scale - 0.5,
    slope: (x) => line.b + 2 * line.c * (x / scale - line.origin),
    height: line.thickness * scale,
  }
}

const lengthOf = (line: TextLine): number => line.right - line.left

/** Whether `lower` is the next line of the same MRZ (Doc 9303-4 §4.2: lines about 1.7 letter heights apart). */
function follows(upper: TextLine, lower: TextLine): boolean {
  const x = (Math.max(upper.left, lower.left) + Math.min(upper.right, lower.right)) / 2
  const distance = middleAt(lower, x) - middleAt(upper, x)
  const size = (upper.thickness + lower.thickness) / 2
  const overlap = Math.min(upper.right, lower.right) - Math.max(upper.left, lower.left)
  return (
    distance > 1.05 * size &&
    distance < 3.2 * size &&
    Math.abs(upper.b - lower.b) < 0.07 &&
    Math.min(upper.thickness, lower.thickness) > 0.5 * Math.max(upper.thickness, lower.thickness) &&
    overlap > 0.55 * Math.max(lengthOf(upper), lengthOf(lower))
  )
}

/** How well lines share both ends, 0 to 1: those of an MRZ do, those of a paragraph do not. */
function alignmentOf(lines: TextLine[]): number {
  const spread = (values: number[]): number => Math.max(...values) - Math.min(...values)
  const ends = spread(lines.map((l) => l.left)) + spread(lines.map((l) => l.right))
  return Math.max(0, 1 - ends / Math.max(...lines.map(lengthOf)))
}

/** Letters a line would hold at OCR-B's pitch; MRZs have 30, 36 or 44. */
const lettersOf = (line: TextLine): number => lengthOf(line) / line.thickness

/** An MRZ is printed in black: pale lines are more likely a pattern, a fabric or small print. */
const darknessShare = (lines: TextLine[]): number =>
  Math.min(1, 0.35 + Math.min(...lines.map(({ darkness }) => darkness)) / 140)

function scoreOf(lines: TextLine[]): number {
  const letters = lines.reduce((sum, line) => sum + lettersOf(line), 0) / lines.length
  const plausible = letters < 18 ? 0.3 : letters > 75 ? 0.5 : 1
  const several = lines.length === 1 ? 0.3 : lines.length === 3 ? 1.15 : 1
  return plausible * several * darknessShare(lines) * (0.3 + alignmentOf(lines)) * Math.min(1.2, letters / 30)
}

/** Whether the lines are part of a taller stack of lines alike, as of a fabric: an MRZ stands alone. */
function isStacked(lines: TextLine[], all: readonly TextLine[]): boolean {
  const [first, last] = [lines[0]!, lines.at(-1)!]
  return all.some((other) => {
    if (lines.includes(other) || !(follows(other, first) || follows(last, other))) return false
    return alignmentOf([other, first]) > 0.85
  })
}

/** Single lines, pairs and triples of neighbouring lines. */
function groupsOf(lines: TextLine[]): TextLine[][] {
  const groups: TextLine[][] = lines.map((line) => [line])
  for (const upper of lines)
    for (const lower of lines) {
      if (!follows(upper, lower)) continue
      groups.push([upper, lower])
      for (const third of lines) if (follows(lower, third)) groups.push([upper, lower, third])
    }
  return groups
}

/** One way to look for lines: along which axis, from which darkness on, and which gaps are closed. */
type Look = { swapped: boolean; threshold: number; gaps: readonly number[] }

/** Ways to look at a picture: upright print first, by itself; then sideways, and where only the darkest ink counts. */
function looksAt([usual, strong]: readonly number[]): Look[][] {
  const look = (swapped: boolean, threshold: number, closed: readonly number[]): Look => ({
    swapped,
    threshold,
    gaps: closed,
  })
  const darkest = strong ? [false, true].map((swapped) => look(swapped, strong, gaps.slice(0, 1))) : []
  return [[look(false, usual!, gaps)], [look(true, usual!, gaps), ...darkest]]
}

/** Candidates of one look. Lines that run to the edges of the picture are more likely a pattern than a document's. */
function candidatesIn(ink: Grey, { swapped, threshold, gaps: closed }: Look, largest: number, scale: number) {
  const picture = swapped ? transpose(ink) : ink
  const openEnds = (lines: TextLine[]): number =>
    Number(lines.every(({ left }) => left < 2)) + Number(lines.every(({ right }) => right > picture.width - 2))
  const letters = letterRows(picture, threshold, largest)
  return closed.flatMap((gap): MrzCandidate[] => {
    const all = findTextLines(picture, letters, largest, Math.round(gap * largest))
    return groupsOf(all).map((lines) => ({
      courses: lines.map((line) => courseOf(line, scale)),
      swapped,
      score: scoreOf(lines) * 0.65 ** openEnds(lines) * (isStacked(lines, all) ? 0.6 : 1),
    }))
  })
}

/** Whether two candidates are the same lines of the picture, found in different ways. */
export function isSame(a: MrzCandidate, b: MrzCandidate): boolean {
  if (a.swapped !== b.swapped || a.courses.length !== b.courses.length) return false
  return a.courses.every((course, i) => {
    const other = b.courses[i]!
    const x = (Math.max(course.left, other.left) + Math.min(course.right, other.right)) / 2
    const near = Math.abs(course.middle(x) - other.middle(x)) < 0.4 * course.height
    return near && Math.abs(course.left - other.left) + Math.abs(course.right - other.right) < 4 * course.height
  })
}

/**
 * Lists of candidates, best first and at most `most` each: two for each of the first `sizes` picture sizes. The caller stops
 * as soon as an MRZ is read.
 */
export function* findMrz(image: Grey, most: number, sizes = scales.length): Generator<MrzCandidate[]> {
  for (const { longestSide, largest } of scales.slice(0, sizes)) {
    const small = greyOf(image, longestSide)
    const scale = image.width / small.width
    if (
      scale === 1 &&
      longestSide > scales[0]!.longestSide &&
      Math.max(image.width, image.height) <= scales[0]!.longestSide
    )
      continue
    const ink = inkOf(small, Math.round(largest * 0.45))
    for (const looks of looksAt(inkThresholds(ink))) {
      const found = looks.flatMap((look) => candidatesIn(ink, look, largest, scale)).sort((p, q) => q.score - p.score)
      yield found.filter((mrz, i) => !found.slice(0, i).some((better) => isSame(better, mrz))).slice(0, most)
    }
  }
}
