import type { StationStatus } from '../../contract/status.ts'
import type { Desk } from '../people/desk.ts'
import type { ChipReader } from '../reader/chip-reader.ts'
import { softwareVersion } from '../software-version.ts'
import type { Core, StationOptions } from '../station.ts'

/** The top bar's facts, each from the part that knows it. */
export function gatherStatus(options: StationOptions, core: Core, desk: Desk, reader: ChipReader): StationStatus {
  const { sync, queue, clock, operators, training } = core
  const { stationId, branchName } = sync.identity()
  return {
    stationId,
    branchName,
    training,
    kind: options.kind,
    setup: setupOf(operators.isSetUp(), stationId),
    operator: desk.operator === null ? null : operators.view(desk.operator),
    locked: desk.locked,
    reader: reader.status(),
    network: sync.network(),
    queue: queue.counts(),
    clock: clock.skew(),
    policyVersion: core.policy().version,
    today: core.today(),
    version: softwareVersion,
  }
}

function setupOf(hasManager: boolean, stationId: string | null): StationStatus['setup'] {
  if (!hasManager) return 'first_manager_needed'
  return stationId === null ? 'registration_needed' : 'ready'
}
