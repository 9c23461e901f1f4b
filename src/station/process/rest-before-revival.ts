const windowMs = 60_000
const longestRestMs = 30_000

/** How long to wait before what failed is made again: at once, then longer the more often it failed of late. */
export function restBeforeRevivalMs(failedAt: readonly number[], nowMs: number): number {
  const recent = failedAt.filter((at) => nowMs - at < windowMs).length
  return recent <= 1 ? 0 : Math.min(500 * 2 ** (recent - 2), longestRestMs)
}
