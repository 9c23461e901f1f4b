import type { Handlers } from '../wire/dispatch.ts'
import type { Auth } from './auth.ts'
import type { Audit } from '../audit/port.ts'
import type { Operators } from './port.ts'
import type { Sync } from '../sync/port.ts'
import type { SessionRunner } from '../session/port.ts'

type Names =
  | 'setup.createManager'
  | 'operator.enrol'
  | 'operator.login'
  | 'operator.here'
  | 'operator.logout'
  | 'operator.lock'
  | 'operator.unlock'
  | 'operator.changePin'
  | 'operator.setLanguage'
  | 'operator.list'
  | 'operator.create'
  | 'operator.update'
  | 'operator.resetPin'
  | 'operator.revoke'

interface Parts {
  auth: Auth
  operators: Operators
  audit: Audit
  runner: SessionRunner
  sync: Sync
}

/** Who may stand at the counter. Login, lock and lockout are audited by the operators' module and `auth.ts`. */
export function operatorHandlers({ auth, operators, audit, runner, sync }: Parts): Pick<Handlers, Names> {
  const by = () => auth.require().operatorId
  const done = () => {
    auth.refresh()
    sync.wake()
    return null
  }
  return {
    'setup.createManager': async (input) => {
      await operators.createFirstManager(input)
      return operators.view(await auth.login(input.operatorId, input.pin))
    },
    'operator.enrol': async (input) => {
      const central = { send: sync.enrolKey, accept: sync.acceptRoster }
      const { operatorId } = await operators.enrol(input, central)
      return operators.view(await auth.login(operatorId, input.pin))
    },
    'operator.login': async ({ operatorId, pin }) => operators.view(await auth.login(operatorId, pin)),
    'operator.logout': () => {
      const { operator } = auth
      runner.leave(true)
      auth.logout()
      if (operator !== null)
        audit.append({ action: 'operator.logged_out', actor: operator.operatorId, subject: null, facts: {} })
      return null
    },
    'operator.lock': () => {
      runner.saveDraft()
      auth.lock()
      return null
    },
    'operator.unlock': async ({ pin }) => operators.view(await auth.unlock(pin)),
    'operator.changePin': async ({ oldPin, newPin }) => {
      await operators.changePin(by(), oldPin, newPin)
      return done()
    },
    'operator.setLanguage': ({ language }) => {
      operators.setLanguage(by(), language)
      return done()
    },
    'operator.list': () => operators.list(),
    'operator.here': () =>
      operators
        .list()
        .filter(({ revokedAt }) => revokedAt === null)
        .map(({ operatorId, displayName }) => ({ operatorId, displayName })),
    'operator.create': async (input) => {
      const operator = await operators.create(by(), input)
      done()
      return operator
    },
    'operator.update': (input) => {
      const operator = operators.update(by(), input)
      done()
      return operator
    },
    'operator.resetPin': async ({ operatorId, pin }) => {
      await operators.resetPin(by(), operatorId, pin)
      return done()
    },
    'operator.revoke': ({ operatorId }) => {
      operators.revoke(by(), operatorId)
      done()
      // Managers may end their own rights, and with them this session.
      if (auth.operator === null) runner.leave(true)
      return null
    },
  }
}
