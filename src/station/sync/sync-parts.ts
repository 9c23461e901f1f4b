import type { AppointmentItem } from './requests.ts'
import type { Audit } from '../audit/port.ts'
import type { Bus } from '../bus/create-bus.ts'
import type { Clock } from '../clock/port.ts'
import type { StationKeys } from '../keys/station-keys.ts'
import type { Operators } from '../people/port.ts'
import type { Store } from '../store/open-store.ts'
import type { TrustAnchors } from '../trust/trust-anchors.ts'
import type { Network } from './connections.ts'
import type { CentralRecord } from './central-state.ts'
import type { MasterDataParts } from './master-data.ts'

/** What the synchronisation works with. */
export interface SyncParts {
  store: Store
  audit: Audit
  clock: Clock
  keys: StationKeys
  central: CentralRecord
  operators: Pick<Operators, 'applyRevocations' | 'applyRoster' | 'unpushed' | 'markPushed'>
  appointments: MasterDataParts['appointments'] & { replace(operatorId: string, items: AppointmentItem[]): number }
  centralUrl: string
  network?: Network | undefined
  kind: 'counter' | 'tablet'
  trust: TrustAnchors
  timeZone: string
  softwareVersion: string
  bus: Bus
  /** A fault of ours, for the technical log. */
  onFault: (error: unknown) => void
  random?: () => number
}
