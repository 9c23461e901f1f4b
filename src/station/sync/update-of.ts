import type { StationStatus } from '../../contract/status.ts'
import { compareVersions, nextRelease, requiredVersion } from '../../contract/release.ts'
import { localDay } from '../../enrolment/local-day.ts'
import type { SyncParts } from './sync-parts.ts'

const metaKey = 'required_version'

/**
 * The version that central's policy asks of this kiosk and that it lacks, if any. What was required once is remembered: neither
 * another policy nor a clock that was set back lowers it.
 */
export function updateOf(
  parts: Pick<SyncParts, 'store' | 'central' | 'clock' | 'timeZone' | 'softwareVersion' | 'ring'>,
): StationStatus['update'] {
  const { store, central, softwareVersion, ring } = parts
  const today = localDay(parts.clock.now(), parts.timeZone)
  const { releases } = central.policyOn(today)
  const before = store.readMeta(metaKey)
  const now = requiredVersion(releases, ring, today)
  const isHigher = now !== null && (before === null || compareVersions(before, now) < 0)
  if (isHigher) store.writeMeta(metaKey, now)
  const required = isHigher ? now : before
  if (required !== null && compareVersions(softwareVersion, required) < 0)
    return { version: required, deadline: today, isOver: true }
  const next = nextRelease(releases, ring, softwareVersion)
  return next === null ? null : { version: next.version, deadline: next.deadline, isOver: false }
}
