import type { FailureCode } from '../../contract/failure.ts'
import { localDay } from '../../enrolment/local-day.ts'
import type { StationIdentity, Sync } from './port.ts'
import type { SyncParts } from './sync-parts.ts'

/** Who this station is to central; `isForgotten`: central does not know it any more. */
export function identityOf({ central, keys, store }: SyncParts, isForgotten: boolean): StationIdentity {
  const { stationId, branchName, state } = central.get()
  const thumbprint = stationId === null ? null : keys.signer().kid
  return { stationId, branchName, thumbprint, state, environment: store.environment, isForgotten }
}

/** Why no visit may be opened here; null: one may. */
export function gateOf(
  { central, kind, clock, timeZone }: SyncParts,
  isOverdue: (maxDays: number) => boolean,
  update: Sync['update'],
): FailureCode | null {
  const { state, stationId, encryptionKeys } = central.get()
  if (state === 'revoked' || state === 'wiped') return 'station_revoked'
  if (state === 'retired') return 'station_retired'
  if (stationId === null) return 'station_not_registered'
  if (state === 'pending') return 'station_pending'
  if (encryptionKeys.length === 0) return 'station_not_registered'
  const { maxDaysWithoutContact } = central.policyOn(localDay(clock.now(), timeZone))
  if (kind === 'tablet' && isOverdue(maxDaysWithoutContact)) return 'station_locked_no_contact'
  if (update()?.isOver === true) return 'station_outdated'
  return clock.isLocked() ? 'time_unconfirmed' : null
}
