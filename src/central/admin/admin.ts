import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../../contract/failure.ts'
import type { Central } from '../context.ts'
import { logFault, problemOf, toFailure } from '../http/problem.ts'
import { noteDeed } from '../operations/record-deed.ts'
import { serveActions } from './actions.ts'
import { drawAudit } from './audit-views.ts'
import { serveCase } from './case/serve-case.ts'
import { drawContests } from './contest-views.ts'
import { admit, type Access, type AdminParts } from './admin-parts.ts'
import { makeLink, serveLogin } from './serve-login.ts'
import { serveFiles } from './files.ts'
import { drawFigures, maySeeOperators } from './figures-views.ts'
import { drawFleet } from './fleet-views.ts'
import { html, type Html } from './html.ts'
import { drawOperators } from './operator-views.ts'
import { drawOverview } from './overview.ts'
import { drawPackets, drawReview } from './packet-views.ts'
import { drawPairs } from './pair-views.ts'
import { Query } from './query.ts'
import { drawDocument, drawNotice, drawPage, pathOf, sendHtml, type Section, type View } from './page.ts'
import { isOneOf, pagesOf } from './roles.ts'
import { readLanguage, type AdminSession } from './session.ts'
import { serveSearch } from './search/serve-search.ts'
import { serveService } from './services/serve-service.ts'
import { drawServices } from './services/service-list.ts'
import { drawStations } from './station-views.ts'
import { serveTrust } from './trust-actions.ts'
import { drawTrust } from './trust-views.ts'
import { say, sayReason } from './texts.ts'

/**
 * Serves the administrators' pages. Tokens are for the first start: in production they open nothing where administrators have accounts.
 * Returns the path of a link that logs in once, for anyone who starts central by hand; null where no token opens.
 */
export function serveAdmin(app: FastifyInstance, central: Central, given: Access): string | null {
  const isOver = given.provider !== null && central.environment === 'production'
  const access: Access = { ...given, tokens: isOver ? [] : given.tokens }
  const parts: AdminParts = { central, access }
  void app.register(async (scope) => {
    // People read these answers: a page in their language, not a problem in JSON.
    scope.setErrorHandler((error, request, reply) => sendTrouble(central, error, request, reply))
    serveFiles(scope)
    serveLogin(scope, parts)
    servePages(scope, parts)
    serveCase(scope, parts)
    serveSearch(scope, parts)
    serveActions(scope, parts)
    serveTrust(scope, parts)
    serveService(scope, parts)
  })
  const [first] = access.tokens
  return first === undefined ? null : makeLink(central, first)
}

function sendTrouble(central: Central, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = toFailure(error)
  logFault(central.log, request, failure)
  const { status, body } = problemOf(failure, central.now())
  const language = readLanguage(request.headers.cookie)
  const page = html`<main class="card narrow">
    <h1>${say('problem', language)}</h1>
    ${drawNotice({ bad: true, text: sayReason(body.code, language) })}
    <p><a href="${pathOf('overview')}">${say('back', language)}</a></p>
  </main>`
  return sendHtml(reply.code(status), drawDocument(language, say('problem', language), page))
}

type Draw = (central: Central, view: View, query: Query) => Promise<Html>
const pages: Record<Section, Draw> = {
  overview: drawOverview,
  stations: drawStations,
  fleet: drawFleet,
  figures: drawFigures,
  packets: drawPackets,
  review: drawReview,
  contests: drawContests,
  operators: drawOperators,
  trust: drawTrust,
  services: drawServices,
  pairs: drawPairs,
  audit: drawAudit,
}

/** Pages on which something is a citizen's: whoever looks is written down, with what they looked for; so are looks at operators' figures. */
const citizens: readonly Section[] = ['packets', 'review', 'contests']

const noteLook = (central: Central, { name }: AdminSession, section: Section, { q, state, station }: Query) =>
  noteDeed(
    central,
    { actor: name, action: `${section}.view`, stationId: station, subject: station ?? '', detail: q || state },
    'seen',
  )

function servePages(app: FastifyInstance, parts: AdminParts): void {
  const { central } = parts
  for (const [section, draw] of Object.entries(pages) as [Section, Draw][]) {
    app.get(pathOf(section), async (request, reply) => {
      const session = await admit(parts, request, reply)
      if (session === null) return reply
      if (!isOneOf(session, pagesOf[section])) throw new Failure('forbidden', `role for ${section}`)
      const query = Query.parse(request.query)
      const isOfPeople = section === 'figures' && query.by === 'operator' && maySeeOperators({ session })
      if (citizens.includes(section) || isOfPeople) await noteLook(central, session, section, query)
      const { language } = session
      const done = query.done ? { bad: false, text: say('done', language) } : null
      const notice = query.failed ? { bad: true, text: sayReason(query.failed, language) } : done
      const view: View = { session, environment: central.environment, notice }
      return sendHtml(reply, drawPage(view, section, await draw(central, view, query)))
    })
  }
}
