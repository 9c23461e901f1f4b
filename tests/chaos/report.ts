export interface ChaosReport {
  /** `start`: first starts and starts of a new version. */
  kills: { station: number; central: number; start: number }
  packets: number
  lost: number
  twice: number
  fullDisks: number
  clockJumps: number
  passed: number
  failed: number
  /** What failed, the first thousand. */
  failures: string[]
}

const keptFailures = 1_000

/** The first of them are told; a run of days must not fill the memory with the rest. */
export function fail(report: ChaosReport, what: string): void {
  report.failed += 1
  if (report.failures.length < keptFailures) report.failures.push(what)
}

/** How far it is, for anyone who waits. */
export function progressOf({ kills, failed }: ChaosReport, wanted: number, sealed: number, startedAt: number): string {
  const done = kills.station + kills.central
  const seconds = (performance.now() - startedAt) / 1000
  const left = Math.round(((wanted - done) / done) * (seconds / 60))
  return `${done} of ${wanted} kills, ${sealed} sealed, ${failed} failed, ${Math.round(seconds)} s, about ${left} min left`
}
