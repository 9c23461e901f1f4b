import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { codeOf, Failure } from '../../contract/failure.ts'
import { hashOf, takeOnce } from '../auth/proof.ts'
import type { Central } from '../context.ts'
import { normalizeOrigin } from '../http/origin.ts'
import { createRateLimit, nameOfAddress } from '../http/rate-limit.ts'
import { noteDeed } from '../operations/record-deed.ts'
import { whoseToken, type Administrator } from './administrators.ts'
import { admit, checkForm, type Access, type AdminParts } from './admin-parts.ts'
import { html, type Html } from './html.ts'
import { drawDocument, drawNotice, sendHtml } from './page.ts'
import { beginLogin, callbackPath, concludeLogin, type ProviderLogin } from './provider-login.ts'
import { adminRoles } from './roles.ts'
import {
  cookie,
  endSession,
  isServedSecurely,
  languageCookie,
  readCookie,
  readLanguage,
  startSession,
} from './session.ts'
import { readText, signText } from './signed-text.ts'
import { say, sayReason } from './texts.ts'

const linkMs = 8 * 3_600_000
const link = 'link'
const keptName = 'guichet_admin_login'

type Came = ProviderLogin & { by: 'provider' | 'token' | 'link'; token: Administrator | null }
const cameWith = (by: 'token' | 'link', token: Administrator): Came => ({
  name: token.name,
  roles: adminRoles,
  by,
  token,
})

/** A link that logs the first holder of a token in, once, on any instance. */
export function makeLink({ keys, now }: Pick<Central, 'keys' | 'now'>, { name }: Administrator): string {
  const until = new Date(now().getTime() + linkMs)
  return `/admin/login?once=${signText(keys().nonceSecret, link, name, until)}`
}

async function takeLink(central: Central, access: Access, given: string): Promise<Came | null> {
  const found = readText(central.keys().nonceSecret, link, given, central.now())
  const token = access.tokens.find(({ name }) => name === found?.text)
  if (found === null || token === undefined) return null
  return (await takeOnce(central.db, hashOf(`link ${given}`, 'hex'), found.expiresAt)) ? cameWith('link', token) : null
}

/** In the audit by name, good or bad; of somebody who is nobody here, no name. */
const noteLogin = (central: Central, actor: string, by: Came['by'], result: string) =>
  noteDeed(central, { actor, action: 'administrator.login', stationId: null, subject: actor, detail: by }, result)

/** Login by an account or a token, and logout, which ends the session wherever its cookie is. */
export function serveLogin(app: FastifyInstance, parts: AdminParts): void {
  const { central, access } = parts
  const limit = createRateLimit({ requestsPerSecond: 0.1, requestsBurst: 10 }, central.now)
  const allow = (ip: string): boolean => {
    const name = nameOfAddress(ip)
    const allowed = limit.allows(name)
    if (allowed) limit.spend(name)
    return allowed
  }
  const enter: Enter = async (reply, came) => {
    await noteLogin(central, came.name, came.by, 'done')
    reply.header('set-cookie', await startSession(central, came))
  }
  app.get('/admin/login', async (request, reply) => {
    const { once } = z.object({ once: z.string().max(512).optional() }).parse(request.query)
    const came = once === undefined ? null : await takeLink(central, access, once)
    if (came === null) return sendHtml(reply, drawLogin(parts, request, null))
    await enter(reply, came)
    return reply.redirect('/admin', 303)
  })
  app.post('/admin/login', async (request, reply) => {
    const { token } = z.object({ token: z.string().max(512) }).parse(request.body)
    const who = whoseToken(access.tokens, token)
    if (who !== null) {
      await enter(reply, cameWith('token', who))
      return reply.redirect('/admin', 303)
    }
    // Strangers behind the same proxy spend the allowance for wrong tokens, never an administrator's way in.
    if (!allow(request.ip)) throw new Failure('rate_limited')
    await noteLogin(central, 'unknown', 'token', 'forbidden')
    return sendHtml(reply.code(403), drawLogin(parts, request, say('tokenWrong', readLanguage(request.headers.cookie))))
  })
  app.get('/admin/language', async (request, reply) => {
    const { to } = z.object({ to: z.enum(['fr', 'en']) }).parse(request.query)
    return reply.header('set-cookie', languageCookie(to, isServedSecurely(central))).redirect('/admin', 303)
  })
  app.post('/admin/logout', async (request, reply) => {
    const session = await admit(parts, request, reply)
    if (session === null) return reply
    checkForm(session, z.object({ csrf: z.string() }).parse(request.body).csrf)
    return reply.header('set-cookie', await endSession(central, request.headers.cookie)).redirect('/admin/login', 303)
  })
  serveProvider(app, parts, allow, enter)
}

/** Begins the session; what is answered is the caller's. (A reply is thenable: none is returned from an async function.) */
type Enter = (reply: FastifyReply, came: Came) => Promise<void>

function serveProvider(app: FastifyInstance, parts: AdminParts, allow: (ip: string) => boolean, enter: Enter): void {
  const { central } = parts
  const { provider } = parts.access
  if (provider === null) return
  const secure = isServedSecurely(central)
  const originOf = (request: FastifyRequest) => central.publicOrigin ?? normalizeOrigin(`http://${request.host}`)
  app.get('/admin/login/begin', async (request, reply) => {
    const { url, kept, keptSeconds } = await beginLogin(central, provider, originOf(request))
    // Lax: the browser comes back from another site.
    return reply.header('set-cookie', cookie(keptName, kept, keptSeconds, secure, 'Lax')).redirect(url, 303)
  })
  app.get(callbackPath, async (request, reply) => {
    const kept = readCookie(request.headers.cookie, keptName) ?? ''
    const forget = cookie(keptName, '', 0, secure, 'Lax')
    try {
      const who = await concludeLogin(central, provider, new URL(originOf(request) + request.url), kept)
      await enter(reply.header('set-cookie', forget), { ...who, by: 'provider', token: null })
      return sendHtml(reply, drawEntered(request))
    } catch (error) {
      const code = codeOf(error)
      if (code !== 'forbidden' && code !== 'operator_invalid') throw error
      if (!allow(request.ip)) throw new Failure('rate_limited')
      await noteLogin(central, 'unknown', 'provider', code)
      const text = sayReason(code, readLanguage(request.headers.cookie))
      return sendHtml(reply.code(403).header('set-cookie', forget), drawLogin(parts, request, text))
    }
  })
}

/** The session's cookie goes with no request that another site began: this page begins the next. */
function drawEntered(request: FastifyRequest): Html {
  const language = readLanguage(request.headers.cookie)
  const page = html`<main class="card narrow">
    <meta http-equiv="refresh" content="0;url=/admin" />
    <p><a href="/admin">${say('title', language)}</a></p>
  </main>`
  return drawDocument(language, say('title', language), page)
}

function drawLogin({ access }: AdminParts, request: FastifyRequest, trouble: string | null): Html {
  const language = readLanguage(request.headers.cookie)
  const account = html`<p>
    <a class="button primary" href="/admin/login/begin">${say('loginAccount', language)}</a>
  </p>`
  const token = html`<form class="row" method="post" action="/admin/login">
    <label>
      ${say('token', language)}<span class="soft" id="hint">${say('tokenHint', language)}</span>
      <input type="password" name="token" required autocomplete="current-password" aria-describedby="hint" />
    </label>
    <button class="${access.provider === null ? 'primary' : ''}">${say('login', language)}</button>
  </form>`
  return drawDocument(
    language,
    say('title', language),
    html`<main class="card narrow">
      <h1>${say('title', language)}</h1>
      ${drawNotice(trouble === null ? null : { bad: true, text: trouble })} ${access.provider === null ? null : account}
      ${access.tokens.length === 0 ? null : token}
    </main>`,
  )
}
