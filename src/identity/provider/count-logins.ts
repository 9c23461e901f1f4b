import type Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Identity } from '../context.ts'

type Core = { central: Pick<Identity['central'], 'metrics'> }

/** The registered name of a service: one that nobody registered is anybody's to invent. */
const clientOf = ({ oidc }: KoaContextWithOIDC) => ({ client: oidc?.client?.clientId ?? 'unknown' })

/**
 * Counts logins by service: begun where a request was taken, finished where its code became a token, refused by the protocol's code. What
 * was begun and neither finished nor refused was left by somebody.
 */
export function countLogins({ central: { metrics } }: Core, provider: Provider): void {
  // The way back from the login page passes here again: that is the same login.
  const begun = (ctx: KoaContextWithOIDC) => {
    if (ctx.oidc.route === 'authorization') metrics.count('guichet_logins_started_total', clientOf(ctx))
  }
  provider.on('interaction.started', begun)
  provider.on('authorization.accepted', begun)
  provider.on('grant.success', (ctx) => metrics.count('guichet_logins_finished_total', clientOf(ctx)))
  const refused = (ctx: KoaContextWithOIDC, { message: code }: { message: string }) =>
    metrics.count('guichet_logins_refused_total', { ...clientOf(ctx), code })
  provider.on('authorization.error', refused)
  provider.on('grant.error', refused)
}
