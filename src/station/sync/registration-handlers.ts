import type { Auth } from '../people/auth.ts'
import type { Operators } from '../people/port.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { Sync } from './port.ts'

interface Parts {
  auth: Auth
  operators: Operators
  sync: Sync
}

/** The station's own standing at central. */
export function registrationHandlers({
  auth,
  operators,
  sync,
}: Parts): Pick<Handlers, 'station.register' | 'station.rotateKey'> {
  return {
    'station.register': ({ code }) => {
      // A kiosk that people work at is a manager's to register again; before, nobody is here to ask.
      if (operators.isSetUp()) auth.authorise('manager')
      return sync.register(code)
    },
    'station.rotateKey': async ({ pin }) => {
      const session = await auth.confirm(pin)
      session.close()
      return sync.rotateKey(session.operator.operatorId)
    },
  }
}
