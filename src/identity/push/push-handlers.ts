import type { EndpointName } from '../../contract/identity/endpoints.ts'
import { requireHeld } from '../authentication/device-view.ts'
import type { Identity } from '../context.ts'
import type { Handlers } from '../http/serve-endpoints.ts'
import type { Sessions } from '../http/sessions.ts'
import { dropPlace, isPlaced, keepPlace } from './subscriptions.ts'
import { vapidPublicKey } from './vapid.ts'

type Names = Extract<EndpointName, `push.${string}`>

/** The calls with which a device asks to be told that a login waits. */
export function pushHandlers(identity: Identity): Pick<Handlers, Names> {
  const mine = async (sessions: Sessions) => (await requireHeld(identity, sessions)).device.device_id
  const view = async (deviceId: string) => ({
    public_key: vapidPublicKey(identity.keys().vapid),
    is_subscribed: await isPlaced(identity, deviceId),
  })
  return {
    'push.read': async ({ sessions }) => view(await mine(sessions)),
    'push.subscribe': async ({ sessions, body: { subscription, language } }) => {
      const deviceId = await mine(sessions)
      await keepPlace(identity, deviceId, { ...subscription, language })
      return view(deviceId)
    },
    'push.end': async ({ sessions }) => {
      const deviceId = await mine(sessions)
      await dropPlace(identity, deviceId)
      return view(deviceId)
    },
  }
}
