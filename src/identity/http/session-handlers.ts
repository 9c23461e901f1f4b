import type { EndpointName, SessionView } from '../../contract/identity/endpoints.ts'
import { Failure } from '../../contract/failure.ts'
import { heldDevice, viewDevice } from '../authentication/device-view.ts'
import type { Identity } from '../context.ts'
import { dropPlace } from '../push/subscriptions.ts'
import { viewApplication } from '../lifecycle/view.ts'
import type { Handlers } from './serve-endpoints.ts'

type Names = Extract<EndpointName, `session.${string}`>

/** What this browser holds, and how it lets go of it. */
export function sessionHandlers(identity: Identity): Pick<Handlers, Names> {
  return {
    'session.read': async ({ sessions }): Promise<SessionView> => {
      const [application, device] = [await sessions.find('application'), await sessions.find('device')]
      return {
        environment: identity.central.environment,
        application: application === null ? null : await orNull(viewApplication(identity, application.subjectId)),
        device:
          device === null
            ? null
            : await orNull(heldDevice(identity, device).then((held) => viewDevice(identity, held, device.provedAt))),
      }
    },
    'session.end': async ({ sessions }) => {
      const device = await sessions.find('device')
      // A browser that logged out gets no push messages about logins.
      if (device !== null) await dropPlace(identity, device.subjectId)
      for (const kind of ['application', 'activation', 'device', 'browser', 'joining'] as const)
        await sessions.end(kind)
      return {}
    },
  }
}

/** What was erased or revoked since is not there any more. */
function orNull<T>(work: Promise<T>): Promise<T | null> {
  return work.catch((error: unknown) => {
    if (error instanceof Failure) return null
    throw error
  })
}
