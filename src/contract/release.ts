import { z } from 'zod'
import { IsoDate } from './identity.ts'

/** Group of kiosks that are updated together; `all` is every kiosk. */
export const Ring = z.string().regex(/^[a-z0-9-]{1,32}$/)

/** From `deadline` on, at the place, a kiosk of the ring opens no session with an older version. */
export const Release = z.object({
  ring: Ring,
  version: z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/),
  deadline: IsoDate,
})
export type Release = z.infer<typeof Release>

/** Below 0 where `a` is older. What stands behind the three numbers does not count. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(/[.+-]/).map(Number))
  for (const place of [0, 1, 2]) {
    const difference = (left![place] ?? 0) - (right![place] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

const concerns = (ring: string) => (release: Release) => release.ring === ring || release.ring === 'all'
const newestFirst = (a: Release, b: Release) => compareVersions(b.version, a.version)

/** The newest version that a kiosk of the ring must have on that day; null where any will do. */
export function requiredVersion(releases: readonly Release[], ring: string, today: string): string | null {
  const due = releases.filter(concerns(ring)).filter(({ deadline }) => deadline <= today)
  return due.sort(newestFirst)[0]?.version ?? null
}

/** What comes next for a kiosk that has `version`: of the releases that it lacks the one whose deadline is nearest. */
export function nextRelease(releases: readonly Release[], ring: string, version: string): Release | null {
  const missing = releases.filter(concerns(ring)).filter((release) => compareVersions(version, release.version) < 0)
  return missing.sort((a, b) => (a.deadline < b.deadline ? -1 : 1))[0] ?? null
}

/** Whether `after` would let a ring go back behind what `before` requires of it on that day. */
export function fallsBack(before: readonly Release[], after: readonly Release[], today: string): boolean {
  return before
    .filter(({ deadline }) => deadline <= today)
    .some(({ ring, version }) => {
      const required = requiredVersion(after, ring, today)
      return required === null || compareVersions(required, version) < 0
    })
}
