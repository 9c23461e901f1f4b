import Provider, { type KoaContextWithOIDC } from 'oidc-provider'
import type { Identity } from '../context.ts'
import { configurationOf, providerPath } from './configuration.ts'
import { countLogins } from './count-logins.ts'
import { noteDisclosure } from './disclosures.ts'
import { openRecords, type Records } from './records.ts'

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
  provider.use((ctx, next) =>
    records.asOne(async () => {
      await next()
      await noteDisclosure(identity, { status: ctx.status, oidc: (ctx as unknown as KoaContextWithOIDC).oidc })
    }),
  )
  countLogins(identity, provider)
  provider.on('server_error', (_ctx, error) => {
    // The message may quote what was sent: only its kind is logged.
    identity.log.error({ cause: error.name, where: error.stack?.split('\n').slice(1, 4).join(' ') }, 'provider')
  })
  return provider
}
