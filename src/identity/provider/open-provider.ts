import Provider, { type KoaContextWithOIDC } from 'oidc-provider'
import type { Identity } from '../context.ts'
import { configurationOf, providerPath } from './configuration.ts'
import { countLogins } from './count-logins.ts'
import { tellClients } from '../notices/queue-notices.ts'
import { noteDisclosure } from './disclosures.ts'
import { renderUnavailable } from './pages.ts'
import { openRecords, type Records } from './records.ts'
import { toFailure } from '../../central/http/problem.ts'

/** The provider of this instance, made again where keys were rotated: its records are in the database, so that no login is lost. */
export type OpenProvider = { current(): Provider; issuer(): string } & Pick<Records, 'asOne'>

export function openProvider(identity: Identity): OpenProvider {
  let made: { provider: Provider; keys: unknown } | null = null
  const records = openRecords(identity)
  const issuer = () => identity.origin() + providerPath
  return {
    issuer,
    asOne: records.asOne,
    current() {
      const keys = identity.keys()
      if (made?.keys !== keys) made = { provider: makeProvider(identity, records, issuer()), keys }
      return made.provider
    },
  }
}

function makeProvider(identity: Identity, records: Records, issuer: string): Provider {
  const provider = new Provider(issuer, configurationOf(identity, records))
  provider.proxy = true
  tellByOutbox(identity, provider)
  // What the provider answered itself as `server_error`, though the database alone was away: that passes, and is said so.
  const passing = new WeakMap<object, Error>()
  provider.use(async (ctx, next) => {
    const answer = records.asOne(async () => {
      await next()
      if (passing.has(ctx)) throw passing.get(ctx)!
      promiseOnlyKept(ctx as unknown as KoaContextWithOIDC)
      await noteDisclosure(identity, { status: ctx.status, oidc: (ctx as unknown as KoaContextWithOIDC).oidc })
    })
    await answer.catch((error: Error) => {
      logFault(identity, error)
      renderUnavailable(ctx as unknown as KoaContextWithOIDC)
    })
  })
  countLogins(identity, provider)
  provider.on('server_error', (ctx, error) => {
    if (toFailure(error).code === 'unavailable') passing.set(ctx, error)
    else logFault(identity, error)
  })
  return provider
}

/** Discovery without what the provider offers and is not done here: a logout token names the person, for all of their sessions. */
function promiseOnlyKept(ctx: KoaContextWithOIDC): void {
  if (ctx.oidc?.route !== 'discovery') return
  const told = ctx.body as { claims_supported: string[] }
  ctx.body = {
    ...told,
    backchannel_logout_session_supported: false,
    claims_supported: told.claims_supported.filter((claim) => claim !== 'sid'),
  }
}

/** Where a service ends a session here, the others of that session are told like of anything else: from the outbox, until they have it. */
function tellByOutbox(identity: Identity, provider: Provider): void {
  const client = provider.Client.prototype as { clientId: string; backchannelLogout?(accountId: string): Promise<void> }
  client.backchannelLogout = function (accountId) {
    return tellClients(identity, identity.db, { accountId, kinds: ['logout'], clients: [this.clientId] })
  }
}

/** The message may quote what was sent: only its kind is logged. */
function logFault({ log }: Identity, { name, stack }: Error): void {
  log.error({ cause: name, where: stack?.split('\n').slice(1, 4).join(' ') }, 'provider')
}
