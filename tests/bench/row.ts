/** One line of the benchmark. `ratio` is against `baseline`, measured in the same run. */
export interface BenchRow {
  name: string
  median: number
  p95: number
  /** Where there are samples enough to tell. */
  p99?: number
  unit: string
  baseline?: string
  ratio?: number
}

/** Median, 95th and 99th percentile of samples, nearest rank. */
export function spread(samples: readonly number[]): { median: number; p95: number; p99: number } {
  const sorted = [...samples].sort((one, other) => one - other)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
  return { median: at(0.5), p95: at(0.95), p99: at(0.99) }
}
