import type { PendingView } from '../../contract/identity/device.ts'
import type { Api } from './api.ts'
import type { DeviceKeys } from './device-keys.ts'
import type { ParcelCards } from './parcel-card.ts'
import type { PushPort } from './push.ts'

/** What the page needs of the world; the gallery gives its own. */
export interface Ports {
  api: Api
  keys: DeviceKeys
  parcels: ParcelCards
  push: PushPort
  /** Hears of pending logins until the returned function is called. */
  followPending(heard: (view: PendingView) => void, lost: () => void): () => void
  /** Leaves the page for another address of the service. */
  leaveTo(address: string): void
}
