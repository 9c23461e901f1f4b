import type { EndpointName } from '../../contract/identity/endpoints.ts'
import type { ServicesView } from '../../contract/identity/services.ts'
import { Failure } from '../../contract/failure.ts'
import { requireProved } from '../authentication/holder-act.ts'
import type { Identity } from '../context.ts'
import type { Trx } from '../database/tables.ts'
import type { Handlers } from '../http/serve-endpoints.ts'
import { tellClients } from '../notices/queue-notices.ts'
import { clientOfService, servicesOf } from './disclosures.ts'
import { endService, endSessions, sessionsOfHolder } from './own-sessions.ts'

type Names = Extract<EndpointName, `services.${string}`>

/** What services received of a holder, where the holder is logged in, and how each is ended. */
export function serviceHandlers(identity: Identity): Pick<Handlers, Names> {
  const view = async (accountId: string): Promise<ServicesView> => ({
    services: await servicesOf(identity, accountId),
    sessions: await sessionsOfHolder(identity, accountId),
  })
  const sayEnded = (accountId: string) => (trx: Trx, clients: string[]) =>
    tellClients(identity, trx, { accountId, kinds: ['logout'], clients })
  return {
    'services.read': async ({ sessions }) => view((await requireProved(identity, sessions)).account.account_id),
    'services.end': async ({ sessions, params }) => {
      const { account_id } = (await requireProved(identity, sessions)).account
      const clientId = await clientOfService(identity, account_id, params.service_id)
      if (clientId === null) throw new Failure('not_found', 'service')
      const others = (trx: Trx, clients: string[]) =>
        sayEnded(account_id)(
          trx,
          clients.filter((one) => one !== clientId),
        )
      await endService(identity, account_id, clientId, others)
      // A session here may be over long before the service's own is.
      await tellClients(identity, identity.db, { accountId: account_id, kinds: ['logout'], clients: [clientId] })
      return view(account_id)
    },
    'services.end_session': async ({ sessions, params }) => {
      const { account_id } = (await requireProved(identity, sessions)).account
      const ended = await endSessions(
        identity,
        account_id,
        ({ sessionId }) => sessionId === params.session_id,
        sayEnded(account_id),
      )
      if (ended === 0) throw new Failure('not_found', 'session')
      return view(account_id)
    },
  }
}
