import type { Policy } from '../../contract/policy.ts'
import type { StationStatus } from '../../contract/status.ts'
import type { outcomesOf } from '../appointments/outcomes.ts'
import type { Clock } from '../clock/port.ts'
import type { Strangers } from '../loopback/strangers.ts'
import type { Auth } from '../people/auth.ts'
import type { Operators } from '../people/port.ts'
import type { Queue } from '../queue/port.ts'
import type { ChipReader } from '../reader/chip-reader.ts'
import { softwareVersion } from '../../contract/software-version.ts'
import { readableThumbprint } from '../../contract/readable-thumbprint.ts'
import type { TrustAnchors } from '../trust/trust-anchors.ts'
import type { StationIdentity, Sync } from '../sync/port.ts'

export interface StatusParts {
  kind: StationStatus['kind']
  training: boolean
  sync: Sync
  queue: Queue
  appointments: Pick<ReturnType<typeof outcomesOf>, 'untold'>
  clock: Clock
  operators: Operators
  auth: Auth
  reader: ChipReader
  strangers: Strangers
  trust: Pick<TrustAnchors, 'status'>
  policy: () => Policy
  today: () => string
  timeZone: string
}

/** The top bar's facts, each from the part that knows it. */
export function gatherStatus(parts: StatusParts): StationStatus {
  const { kind, sync, queue, clock, operators, auth, reader, training } = parts
  const { stationId, branchName, thumbprint, state, isForgotten } = sync.identity()
  const isSetUp = operators.isSetUp()
  return {
    stationId,
    branchName,
    training,
    playsOffline: sync.playsOffline(),
    kind,
    setup: training ? setupInTraining(isSetUp, sync.gate() !== 'station_not_registered') : setupOf(isSetUp, state),
    standing: state === 'retired' ? 'retired' : isForgotten ? 'forgotten' : 'ordinary',
    thumbprint: thumbprint === null ? null : readableThumbprint(thumbprint),
    operator: auth.operator === null ? null : operators.view(auth.operator),
    locked: auth.locked,
    reader: reader.status(),
    network: sync.network(),
    queue: { ...queue.counts(), visits: parts.appointments.untold() },
    trust: parts.trust.status(),
    clock: { ...clock.skew(), proof: clock.proof(), locked: clock.isLocked() },
    policyVersion: parts.policy().version,
    today: parts.today(),
    timeZone: parts.timeZone,
    version: softwareVersion,
    update: parts.sync.update(),
    strangerAt: parts.strangers.lastAt(),
  }
}

/** People are central's word: first the kiosk is known there, then somebody of its roster makes a key here. */
function setupOf(isSetUp: boolean, state: StationIdentity['state']): StationStatus['setup'] {
  if (state === 'unregistered') return 'registration_needed'
  if (state === 'pending') return 'activation_pending'
  return isSetUp ? 'ready' : 'enrolment_needed'
}

function setupInTraining(hasManager: boolean, isRegistered: boolean): StationStatus['setup'] {
  if (!hasManager) return 'first_manager_needed'
  return isRegistered ? 'ready' : 'registration_needed'
}
