import type { StationCamera } from '../../contract/camera.ts'
import type { AppointmentItem } from '../../contract/protocol/look-ups.ts'
import type { StationReport } from '../../contract/protocol/station.ts'
import type { Audit } from '../audit/port.ts'
import type { Bus } from '../bus/create-bus.ts'
import type { Clock } from '../clock/port.ts'
import type { StationKeys } from '../keys/station-keys.ts'
import type { Operators } from '../people/port.ts'
import type { Store } from '../store/open-store.ts'
import type { TrustAnchors } from '../trust/trust-anchors.ts'
import type { Network } from './connections.ts'
import type { CentralRecord } from './central-state.ts'
import type { Refusal } from './refusal.ts'
import type { MasterDataParts } from './master-data.ts'

/** The equipment on the counter, as the module that opened each device reports it; the camera as the page did. */
export interface Equipment {
  reader: () => StationReport['reader']
  camera: StationCamera
}
export const unknownEquipment = (): Equipment => ({
  reader: () => ({ state: 'unknown', name: null }),
  camera: { state: 'unknown', model: null },
})

/** What the synchronisation works with. */
export interface SyncParts {
  store: Store
  audit: Audit
  clock: Clock
  keys: StationKeys
  central: CentralRecord
  operators: Pick<Operators, 'applyRevocations' | 'applyRoster' | 'unpushed' | 'markPushed'>
  appointments: MasterDataParts['appointments'] & {
    replace(operatorId: string, items: AppointmentItem[]): number
    /** Visits that were not held and whose outcome central has not heard. */
    untold(): number
  }
  centralUrl: string
  network?: Network | undefined
  kind: 'counter' | 'tablet'
  trust: TrustAnchors
  timeZone: string
  softwareVersion: string
  /** Group of kiosks that are updated together. */
  ring: string
  bus: Bus
  equipment: Equipment
  /** A bug, for the technical log. */
  onFault: (error: unknown) => void
  /** What central refused, for the technical log as well. */
  onRefused?: (call: string, refusal: Refusal) => void
  random?: () => number
}
