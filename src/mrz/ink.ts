import { closeDark } from './morphology.ts'
import type { Grey } from './picture.ts'

function countValues(data: Uint8Array): Float64Array {
  const counts = new Float64Array(256)
  for (let i = 0; i < data.length; i++) counts[data[i]!]!++
  return counts
}

/** Least value that all but `share` of the counted bytes stay below. */
function upperQuantile(counts: Float64Array, total: number, share: number): number {
  let value = 255
  for (let above = counts[255]!; value > 0 && above < share * total; above += counts[--value]!);
  return value
}

/** What is so much darker than the brightest paper is no paper, even in shadow, but a dark table. */
const darkestPaper = 0.35

/**
 * Darkness of details thinner than twice `radius` against the paper around them, as a share of the paper's own brightness
 * (0-255); less where the surroundings are too dark for paper, whose texture would pass for print.
 */
export function inkOf(image: Grey, radius: number): Grey {
  const paper = closeDark(image, radius, radius)
  const least = Math.max(1, darkestPaper * upperQuantile(countValues(paper.data), paper.data.length, 0.02))
  const data = new Uint8Array(image.data.length)
  for (let i = 0; i < data.length; i++) {
    const white = paper.data[i]!
    const damped = white < least ? (white / least) ** 2 : 1
    data[i] = (255 * damped * (white - image.data[i]!)) / (white + 12)
  }
  return { width: image.width, height: image.height, data }
}

/**
 * Levels from which ink is ink: Otsu's threshold within bounds, and half the darkest print's where that is much higher, which
 * leaves a strong security pattern out.
 */
export function inkThresholds(ink: Grey): number[] {
  const counts = countValues(ink.data)
  const total = ink.data.length
  let all = 0
  for (let v = 0; v < 256; v++) all += v * counts[v]!
  let [below, belowSum, best, threshold] = [0, 0, -1, 40]
  for (let v = 0; v < 255; v++) {
    below += counts[v]!
    belowSum += v * counts[v]!
    if (below === 0 || below === total) continue
    const gap = belowSum / below - (all - belowSum) / (total - below)
    const between = below * (total - below) * gap * gap
    if (between > best) [best, threshold] = [between, v]
  }
  const usual = Math.min(90, Math.max(28, threshold * 0.8))
  const strong = 0.5 * upperQuantile(counts, total, 0.01)
  return strong > 1.3 * usual ? [usual, strong] : [usual]
}
