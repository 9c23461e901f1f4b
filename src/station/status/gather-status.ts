import type { Policy } from '../../contract/policy.ts'
import type { StationStatus } from '../../contract/status.ts'
import type { Clock } from '../clock/port.ts'
import type { Strangers } from '../loopback/strangers.ts'
import type { Desk } from '../people/desk.ts'
import type { Operators } from '../people/port.ts'
import type { Queue } from '../queue/port.ts'
import type { ChipReader } from '../reader/chip-reader.ts'
import { softwareVersion } from '../software-version.ts'
import type { Sync } from '../sync/port.ts'

export interface StatusParts {
  kind: StationStatus['kind']
  training: boolean
  sync: Sync
  queue: Queue
  clock: Clock
  operators: Operators
  desk: Desk
  reader: ChipReader
  strangers: Strangers
  policy: () => Policy
  today: () => string
}

/** The top bar's facts, each from the part that knows it. */
export function gatherStatus(parts: StatusParts): StationStatus {
  const { kind, sync, queue, clock, operators, desk, reader, training } = parts
  const { stationId, branchName } = sync.identity()
  return {
    stationId,
    branchName,
    training,
    kind,
    setup: setupOf(operators.isSetUp(), stationId),
    operator: desk.operator === null ? null : operators.view(desk.operator),
    locked: desk.locked,
    reader: reader.status(),
    network: sync.network(),
    queue: queue.counts(),
    clock: clock.skew(),
    policyVersion: parts.policy().version,
    today: parts.today(),
    version: softwareVersion,
    strangerAt: parts.strangers.lastAt(),
  }
}

function setupOf(hasManager: boolean, stationId: string | null): StationStatus['setup'] {
  if (!hasManager) return 'first_manager_needed'
  return stationId === null ? 'registration_needed' : 'ready'
}
