import type { Desk } from '../people/desk.ts'
import type { Operators } from '../people/port.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { Sync } from './port.ts'

interface Parts {
  desk: Desk
  operators: Operators
  sync: Sync
}

/** The station's own standing at central. */
export function registrationHandlers({
  desk,
  operators,
  sync,
}: Parts): Pick<Handlers, 'station.register' | 'station.rotateKey'> {
  return {
    'station.register': ({ code }) => {
      // A kiosk that people work at is a manager's to register anew; before, nobody is here to ask.
      if (operators.isSetUp()) desk.authorise('manager')
      return sync.register(code)
    },
    'station.rotateKey': () => sync.rotateKey(desk.require().operatorId),
  }
}
