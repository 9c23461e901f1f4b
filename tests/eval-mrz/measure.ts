/** What one reader made of one picture. `lines` is null when it found no MRZ. */
export type Outcome = {
  truth: string[]
  lines: string[] | null
  unrepaired: string[] | null
  certain: boolean
  ms: number
  processorMs: number
}

export type Summary = {
  images: number
  documentExactMatch: number
  lineExactMatch: number
  characterErrorRate: number
  falseAccepts: number
  certain: number
  mrzFound: number
  medianMs: number
  p95Ms: number
  medianProcessorMs: number
}

/** Least number of insertions, deletions and substitutions that make `b` of `a`. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}

/** The value below which `share` of the values lie; 0 of none. */
export const quantile = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

const same = (a: string[] | null, b: string[]): boolean => (a ?? []).join('\n') === b.join('\n')

/** Rates over all pictures; an MRZ not found counts all its characters as errors. */
export function summarise(outcomes: Outcome[], linesOf: (outcome: Outcome) => string[] | null): Summary {
  const total = (count: (outcome: Outcome) => number): number => outcomes.reduce((sum, o) => sum + count(o), 0)
  const lines = total((o) => o.truth.length)
  const characters = total((o) => o.truth.join('').length)
  const errors = total((o) => {
    const read = linesOf(o) ?? []
    return o.truth.reduce((sum, line, i) => sum + editDistance(line, read[i] ?? ''), 0)
  })
  const rounded = (of: (outcome: Outcome) => number, share: number): number =>
    Math.round(quantile(outcomes.map(of), share))
  const withMrz = outcomes.filter((o) => o.truth.length > 0)
  return {
    images: outcomes.length,
    documentExactMatch: total((o) => (same(linesOf(o), o.truth) ? 1 : 0)) / Math.max(1, outcomes.length),
    lineExactMatch: total((o) => o.truth.filter((line, i) => linesOf(o)?.[i] === line).length) / Math.max(1, lines),
    characterErrorRate: errors / Math.max(1, characters),
    falseAccepts: total((o) => (o.certain && !same(linesOf(o), o.truth) ? 1 : 0)),
    certain: total((o) => (o.certain ? 1 : 0)),
    mrzFound: withMrz.filter((o) => o.lines !== null).length / Math.max(1, withMrz.length),
    medianMs: rounded((o) => o.ms, 0.5),
    p95Ms: rounded((o) => o.ms, 0.95),
    medianProcessorMs: rounded((o) => o.processorMs, 0.5),
  }
}

/** Milliseconds of processor time this process has used, all its threads together. */
export const processorMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
