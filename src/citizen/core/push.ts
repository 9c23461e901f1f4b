import { PushSubscriptionJson } from '../../contract/identity/push.ts'
import { toBase64Url } from './base64url.ts'

/** Tag of a notice that a login waits: a newer one takes its place. Also in offline/service-worker.ts. */
const loginTag = 'login'

export type PushStanding = 'impossible' | 'denied' | 'possible'

/** Notices of this browser while the application is closed (Push API, Notifications API). */
export interface PushPort {
  standing(): PushStanding
  /** What this browser is subscribed to under that key; null: nothing. */
  current(publicKey: string): Promise<PushSubscriptionJson | null>
  /** Asks the person and subscribes; null: refused, or no push service is reached. */
  subscribe(publicKey: string): Promise<PushSubscriptionJson | null>
  end(): Promise<void>
  /** Takes away the notices of what waits no more. */
  clear(): Promise<void>
}

const keyOf = ({ options }: PushSubscription) =>
  options.applicationServerKey === null ? null : toBase64Url(options.applicationServerKey)

async function found(): Promise<[ServiceWorkerRegistration, PushSubscription | null] | null> {
  const registration = await navigator.serviceWorker.getRegistration()
  return registration ? [registration, await registration.pushManager.getSubscription()] : null
}

const read = (subscription: PushSubscription) => PushSubscriptionJson.safeParse(subscription.toJSON()).data ?? null

/** The notices of this browser. */
export const browserPush: PushPort = {
  standing() {
    if (!('serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis))
      return 'impossible'
    return Notification.permission === 'denied' ? 'denied' : 'possible'
  },
  async current(publicKey) {
    const [, subscription] = (await found()) ?? []
    return subscription && keyOf(subscription) === publicKey ? read(subscription) : null
  },
  async subscribe(publicKey) {
    if ((await Notification.requestPermission()) !== 'granted') return null
    const [registration, before] = (await found()) ?? []
    if (!registration) return null
    // A subscription bound to another key refuses the messages of this service.
    if (before && keyOf(before) !== publicKey) await before.unsubscribe()
    return registration.pushManager
      .subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
      .then(read, () => null)
  },
  async end() {
    const [, subscription] = (await found()) ?? []
    await subscription?.unsubscribe()
  },
  async clear() {
    const [registration] = (await found()) ?? []
    for (const notice of (await registration?.getNotifications({ tag: loginTag })) ?? []) notice.close()
  },
}
