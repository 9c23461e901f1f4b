import type { ShownCount } from '../../contract/clerk-figures.ts'
import { leastShown } from './protect-cells.ts'

/** One count as it may be shown; null under `leastShown`. */
export const showCount = (count: number): ShownCount => (count < leastShown ? null : count)

/**
 * Counts of one line whose sum is known, as they may be shown: none under `leastShown`, and where what is hidden makes up less than that
 * the smallest shown ones are kept back as well, because it would follow by subtraction.
 */
export function showLine(counts: readonly number[]): ShownCount[] {
  const shown = counts.map(showCount)
  const hiddenSum = () => counts.reduce((sum, count, i) => sum + (shown[i] === null ? count : 0), 0)
  while (shown.includes(null) && hiddenSum() < leastShown) {
    const [least] = shown.filter((count) => count !== null).sort((a, b) => a - b)
    if (least === undefined) break
    shown[shown.indexOf(least)] = null
  }
  return shown
}
