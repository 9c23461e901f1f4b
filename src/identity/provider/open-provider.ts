import Provider from 'oidc-provider'
import type { Identity } from '../context.ts'
import { configurationOf, providerPath } from './configuration.ts'

/** The provider of this instance, made anew where keys were rotated: its records are in the database, so that no login is lost. */
export type OpenProvider = { current(): Provider; issuer(): string }

export function openProvider(identity: Identity): OpenProvider {
  let made: { provider: Provider; keys: unknown } | null = null
  const issuer = () => identity.origin() + providerPath
  return {
    issuer,
    current() {
      const keys = identity.keys()
      if (made?.keys !== keys) made = { provider: makeProvider(identity, issuer()), keys }
      return made.provider
    },
  }
}

function makeProvider(identity: Identity, issuer: string): Provider {
  const provider = new Provider(issuer, configurationOf(identity))
  provider.proxy = true
  provider.on('server_error', (_ctx, error) => {
    // The message may quote what was sent: only its kind is logged.
    identity.log.error({ cause: error.name, where: error.stack?.split('\n').slice(1, 4).join(' ') }, 'provider')
  })
  return provider
}
