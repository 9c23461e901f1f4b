import type { Desk } from '../people/desk.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { Sync } from './port.ts'

interface Parts {
  desk: Desk
  sync: Sync
}

/** The station's own standing at central. */
export function registrationHandlers({ desk, sync }: Parts): Pick<Handlers, 'station.register' | 'station.rotateKey'> {
  return {
    'station.register': ({ code }) => sync.register(code),
    'station.rotateKey': () => sync.rotateKey(desk.require().operatorId),
  }
}
