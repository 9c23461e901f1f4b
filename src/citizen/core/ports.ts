import type { PendingView } from '../../contract/identity/device.ts'
import type { Api } from './api.ts'
import type { DeviceKeys } from './device-keys.ts'

/** What the page needs of the world; the gallery gives its own. */
export interface Ports {
  api: Api
  keys: DeviceKeys
  /** Hears of pending logins until the returned function is called. */
  followPending(heard: (view: PendingView) => void, lost: () => void): () => void
  /** Leaves the page for another address of the service. */
  leaveTo(address: string): void
}
