import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { hashOf, takeOnce } from '../auth/proof.ts'
import type { Central } from '../context.ts'
import { logFault, problemOf, toFailure } from '../http/problem.ts'
import { createRateLimit, nameOfAddress } from '../http/rate-limit.ts'
import { serveActions } from './actions.ts'
import { whoseToken, type Administrator } from './administrators.ts'
import { drawContests } from './contest-views.ts'
import { serveFiles } from './files.ts'
import { html, type Html } from './html.ts'
import { drawOperators } from './operator-views.ts'
import { drawOverview } from './overview.ts'
import { drawPackets, drawReview } from './packet-views.ts'
import { Query } from './query.ts'
import { drawDocument, drawNotice, drawPage, pathOf, sendHtml, type Section, type View } from './page.ts'
import {
  isServedSecurely,
  languageCookie,
  makeLink,
  readLanguage,
  readLink,
  readSession,
  startSession,
  type SessionKeys,
} from './session.ts'
import { drawStations } from './station-views.ts'
import { say, sayReason } from './texts.ts'

/** Serves the administrator's page. Returns a link that logs in once, for anyone who starts central by hand. */
export function serveAdmin(app: FastifyInstance, central: Central, administrators: readonly Administrator[]): string {
  const keys = (): SessionKeys => ({ secret: central.keys().nonceSecret, administrators })
  void app.register(async (scope) => {
    // People read these answers: a page in their language, not a problem in JSON.
    scope.setErrorHandler((error, request, reply) => sendTrouble(central, error, request, reply))
    serveFiles(scope)
    serveDoor(scope, central, keys)
    servePages(scope, central, keys)
    serveActions(scope, central, keys)
  })
  return `/admin/login?once=${makeLink(keys(), central.now())}`
}

function serveDoor(app: FastifyInstance, central: Central, keys: () => SessionKeys): void {
  const secure = isServedSecurely(central)
  const limit = createRateLimit({ requestsPerSecond: 0.1, requestsBurst: 10 }, central.now)
  const allow = (ip: string): boolean => {
    const name = nameOfAddress(ip)
    const allowed = limit.allows(name)
    if (allowed) limit.spend(name)
    return allowed
  }
  const enter = (reply: FastifyReply, who: Administrator) =>
    reply.header('set-cookie', startSession(keys(), who, central.now(), secure)).redirect('/admin', 303)
  app.get('/admin/login', async (request, reply) => {
    const { once } = z.object({ once: z.string().optional() }).parse(request.query)
    const who = once === undefined ? null : await takeLink(central, keys(), once)
    return who ? enter(reply, who) : sendHtml(reply, drawLogin(request, false))
  })
  app.post('/admin/login', async (request, reply) => {
    const { token } = z.object({ token: z.string().max(512) }).parse(request.body)
    const who = whoseToken(keys().administrators, token)
    // Strangers behind the same proxy spend the allowance for wrong tokens, never an administrator's way in.
    if (who === null && !allow(request.ip)) throw new Failure('rate_limited')
    return who ? enter(reply, who) : sendHtml(reply.code(403), drawLogin(request, true))
  })
  app.get('/admin/language', async (request, reply) => {
    const { to } = z.object({ to: z.enum(['fr', 'en']) }).parse(request.query)
    return reply.header('set-cookie', languageCookie(to, secure)).redirect('/admin', 303)
  })
}

function sendTrouble(central: Central, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = toFailure(error)
  logFault(central.log, request.routeOptions.url, failure)
  const { status, body } = problemOf(failure, central.now())
  const language = readLanguage(request.headers.cookie)
  const page = html`<main class="card narrow">
    <h1>${say('problem', language)}</h1>
    ${drawNotice({ bad: true, text: sayReason(body.code, language) })}
    <p><a href="${pathOf('overview')}">${say('back', language)}</a></p>
  </main>`
  return sendHtml(reply.code(status), drawDocument(language, say('problem', language), page))
}

async function takeLink(central: Central, keys: SessionKeys, link: string): Promise<Administrator | null> {
  const found = readLink(keys, link, central.now())
  if (found === null) return null
  return (await takeOnce(central.db, hashOf(`link ${link}`, 'hex'), found.expiresAt)) ? found.who : null
}

function drawLogin(request: FastifyRequest, wrong: boolean): Html {
  const language = readLanguage(request.headers.cookie)
  return drawDocument(
    language,
    say('title', language),
    html`<main class="card narrow">
      <h1>${say('title', language)}</h1>
      ${drawNotice(wrong ? { bad: true, text: say('tokenWrong', language) } : null)}
      <form class="row" method="post" action="/admin/login">
        <label>
          ${say('token', language)}<span class="soft" id="hint">${say('tokenHint', language)}</span>
          <input type="password" name="token" required autocomplete="current-password" aria-describedby="hint" />
        </label>
        <button class="primary">${say('login', language)}</button>
      </form>
    </main>`,
  )
}

type Draw = (central: Central, view: View, query: Query) => Promise<Html>
const pages: Record<Section, Draw> = {
  overview: drawOverview,
  stations: drawStations,
  packets: drawPackets,
  review: drawReview,
  contests: drawContests,
  operators: drawOperators,
}

function servePages(app: FastifyInstance, central: Central, keys: () => SessionKeys): void {
  for (const [section, draw] of Object.entries(pages) as [Section, Draw][]) {
    app.get(pathOf(section), async (request, reply) => {
      const session = readSession(keys(), request.headers.cookie, central.now())
      if (session === null) return reply.redirect('/admin/login', 303)
      const query = Query.parse(request.query)
      const { language } = session
      const done = query.done ? { bad: false, text: say('done', language) } : null
      const notice = query.failed ? { bad: true, text: sayReason(query.failed, language) } : done
      const view: View = { session, environment: central.environment, notice }
      return sendHtml(reply, drawPage(view, section, await draw(central, view, query)))
    })
  }
}
