import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { LoginView } from '../../contract/identity/login.ts'
import { citizenApiPath, citizenPages, citizenPath, type EndpointName } from '../../contract/identity/endpoints.ts'
import { Failure } from '../../contract/failure.ts'
import { browserOf } from '../authentication/browser-of.ts'
import { substantial } from '../authentication/answer-login.ts'
import { askLogin, endLogin, findByInteraction, stageOf, type LoginRow } from '../authentication/login-requests.ts'
import { findApproved } from '../authentication/device-view.ts'
import { requireUsable } from '../authentication/usable.ts'
import type { Identity } from '../context.ts'
import type { Handlers } from '../http/serve-endpoints.ts'
import { sessionsOf, type Sessions } from '../http/sessions.ts'
import { emailDigest } from '../keys/digests.ts'
import { openText } from '../keys/sealing.ts'
import type { AccountRow } from '../lifecycle/account.ts'
import { claimsAskedFor } from './claims.ts'
import type { Push } from '../push/open-push.ts'
import { isMeantElse } from './hint.ts'
import type { OpenProvider } from './open-provider.ts'
import { findRelyingParty } from './relying-parties.ts'
import { asAskedFor } from './serve-provider.ts'

type Names = Extract<EndpointName, `login.${string}`>
type Login = { uid: string; clientId: string; scope: string; hint: unknown }

const pollMs = 20_000
const lookEveryMs = 1_000

/** The calls of the login page, to which the provider sends the browser. */
export function loginHandlers(identity: Identity, provider: OpenProvider, push: Push): Pick<Handlers, Names> {
  return {
    'login.read': async ({ params, query, sessions, request, reply, signal }) => {
      const login = await readLogin(identity, provider, request, reply, params.uid)
      const row = await waitForChange(identity, params.uid, query.seen ?? null, signal)
      return viewLogin(identity, login, row, await rememberedBy(sessions))
    },
    'login.name': async ({ params, body, sessions, request, reply, from }) => {
      const login = await readLogin(identity, provider, request, reply, params.uid)
      const known = await rememberedBy(sessions)
      const email = 'email' in body ? body.email : known
      if (email === null) throw new Failure('request_invalid', 'nobody is remembered')
      const nameDigest = emailDigest(identity.keys(), email)
      const isKnownBrowser = known !== null && emailDigest(identity.keys(), known) === nameDigest
      const party = await partyOf(identity, login)
      const row = await askLogin(identity, {
        interaction: login.uid,
        nameDigest,
        service: party.name,
        hub: party.hub,
        claims: claimsAskedFor(login.scope),
        from: browserOf(from),
        isKnownBrowser,
        remember: 'email' in body && !body.remember ? null : email,
      })
      push.tell(row.name_digest, row.expires_at)
      return viewLogin(identity, login, row, known)
    },
  }
}

const rememberedBy = async (sessions: Sessions) => (await sessions.find('browser'))?.held ?? null

async function partyOf(identity: Identity, { clientId }: Login) {
  const party = await findRelyingParty(identity, clientId)
  if (party === null) throw new Failure('login_over', 'no such service')
  return party
}

/** The interaction that this browser is in. Code: login_over (none, or another's). */
async function readLogin(
  identity: Identity,
  provider: OpenProvider,
  request: FastifyRequest,
  reply: FastifyReply,
  uid: string,
): Promise<Login> {
  asAskedFor(identity, request.raw)
  try {
    const { params, uid: own } = await provider.current().interactionDetails(request.raw, reply.raw)
    if (own !== uid) throw new Failure('login_over')
    const { client_id, scope, id_token_hint: hint } = params
    return { uid, clientId: String(client_id), scope: String(scope ?? ''), hint }
  } catch (error) {
    throw error instanceof Failure ? error : new Failure('login_over', (error as Error).name)
  }
}

/** Returns at once where the page has not seen how it stands; else when that changes, or after the poll's time. */
async function waitForChange(
  identity: Identity,
  uid: string,
  seen: string | null,
  signal: AbortSignal,
): Promise<LoginRow | null> {
  const until = Date.now() + pollMs
  for (;;) {
    const row = await findByInteraction(identity, uid)
    if (stageNow(identity, row) !== seen || Date.now() >= until || signal.aborted) return row
    await identity.bell.wait(uid, lookEveryMs, signal)
  }
}

const stageNow = ({ now }: Identity, row: LoginRow | null) => (row === null ? 'name' : stageOf(row, now()))

async function viewLogin(
  identity: Identity,
  login: Login,
  row: LoginRow | null,
  held: string | null,
): Promise<LoginView> {
  const { name, hub } = await partyOf(identity, login)
  const stage = stageNow(identity, row)
  const here = `${citizenApiPath}/login/${login.uid}`
  return {
    stage,
    service: name,
    hub,
    claims: claimsAskedFor(login.scope),
    remembered: held === null ? null : hidden(held),
    number: stage === 'waiting' ? row!.number : null,
    expires_at: stage === 'waiting' ? row!.expires_at.toISOString() : null,
    continue_url: stage === 'approved' ? `${here}/continue` : null,
    cancel_url: `${here}/cancel`,
  }
}

/** Enough for its owner to recognise it, and for nobody else. */
function hidden(email: string): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, 1)}•••${email.slice(at)}`
}

/** What the browser navigates to: into the page, and out of it again. */
export function serveLoginPages(app: FastifyInstance, identity: Identity, provider: OpenProvider): void {
  const path = `${citizenApiPath}/login/:uid`
  const uidOf = (request: FastifyRequest) => (request.params as { uid: string }).uid
  app.get(path, (request, reply) =>
    reply.redirect(citizenPath + citizenPages.login.replace(':uid', encodeURIComponent(uidOf(request))), 303),
  )
  const goOn = async (request: FastifyRequest, reply: FastifyReply) => {
    const login = await readLogin(identity, provider, request, reply, uidOf(request))
    const { row, account } = await letInBy(identity, login.uid)
    if (await isMeantElse(identity, login.hint, account.account_id))
      return finish(provider, request, reply, { error: 'login_required', error_description: 'somebody else was meant' })
    await rememberName(identity, sessionsOf(identity, request, reply), row, account.account_id)
    const ts = Math.floor((row.answered_at ?? identity.now()).getTime() / 1000)
    // RFC 8176: a key proved, a secret known, two factors.
    const done = {
      accountId: account.account_id,
      acr: row.acr ?? substantial,
      amr: ['pop', 'pin', 'mfa'],
      ts,
      remember: false,
    }
    return finish(provider, request, reply, { login: done })
  }
  const cancel = async (request: FastifyRequest, reply: FastifyReply) => {
    const login = await readLogin(identity, provider, request, reply, uidOf(request))
    const row = await findByInteraction(identity, login.uid)
    if (row !== null) await endLogin(identity, row, { state: 'refused' })
    const isRefused = row !== null && stageOf(row, identity.now()) === 'refused'
    return finish(provider, request, reply, {
      error: 'access_denied',
      error_description: isRefused ? 'refused in the application' : 'cancelled on the page',
    })
  }
  const navigate = (work: typeof goOn) => async (request: FastifyRequest, reply: FastifyReply) =>
    reply.redirect(await provider.asOne(() => work(request, reply)), 303)
  app.get(`${path}/continue`, navigate(goOn))
  app.get(`${path}/cancel`, navigate(cancel))
}

/**
 * Approved, and still in good standing: a lock, a suspension, a new secret code or the end of the device in between counts. Code: login_over.
 */
async function letInBy(identity: Identity, uid: string): Promise<{ row: LoginRow; account: AccountRow }> {
  const approved = await findApproved(identity, uid)
  if (approved === null) throw new Failure('login_over')
  try {
    return { row: approved.row, account: requireUsable(identity, approved.held).account }
  } catch (error) {
    throw error instanceof Failure ? new Failure('login_over') : error
  }
}

async function rememberName(identity: Identity, sessions: Sessions, row: LoginRow, accountId: string): Promise<void> {
  if (row.remembered === null) return
  const held = openText(identity.keys().data, `login ${row.interaction}`, row.remembered)
  await sessions.begin('browser', accountId, { held })
}

type Result = Parameters<ReturnType<OpenProvider['current']>['interactionResult']>[2]

async function finish(provider: OpenProvider, request: FastifyRequest, reply: FastifyReply, result: Result) {
  const options = { mergeWithLastSubmission: false }
  return provider.current().interactionResult(request.raw, reply.raw, result, options)
}
