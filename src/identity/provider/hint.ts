import { decodeJwt } from 'jose'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Identity } from '../context.ts'

type Core = Pick<Identity, 'db'>

/** Whether a `sub` that a service knows is this person's. */
async function isTheirs({ db }: Core, sub: string | undefined, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('identity.subject')
    .select('account_id')
    .where('sub', '=', sub ?? '')
    .executeTakeFirst()
  return row?.account_id === accountId
}

/**
 * Whether a service means somebody else than who logs in (OpenID Connect Core §3.1.2.2). The provider has verified the hint when the request
 * came, and does not look again when it goes on.
 */
export async function isMeantElse(core: Core, hint: unknown, accountId: string): Promise<boolean> {
  return typeof hint === 'string' && hint !== '' && !(await isTheirs(core, decodeJwt(hint).sub, accountId))
}

/** Whether whoever asks for the end of a session shows an id_token of its person: then nobody is asked (RP-Initiated Logout §2). */
export async function isOwnLogout(core: Core, { oidc }: KoaContextWithOIDC): Promise<boolean> {
  const hint = oidc.entities.IdTokenHint as { payload?: { sub?: string } } | undefined
  const accountId = oidc.session?.accountId
  return hint !== undefined && accountId !== undefined && isTheirs(core, hint.payload?.sub, accountId)
}
