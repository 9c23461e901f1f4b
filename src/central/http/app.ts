import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { Failure } from '../../contract/failure.ts'
import { makeNonce } from '../auth/nonce.ts'
import type { Central } from '../context.ts'
import { identify } from './identify.ts'
import { createAllowed } from './method-not-allowed.ts'
import { normalizeOrigin } from './origin.ts'
import { logFault, problemOf, retryAfterSeconds, toFailure } from './problem.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'
import type { Route } from './route.ts'

/** The HTTP server of one instance: every route of the table, checked the same way. */
export function createApp(central: Central, routes: readonly Route[]): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: 65_536,
    requestTimeout: 30_000,
    // The proxy's own word alone: what stands further left in X-Forwarded-For came from the caller.
    trustProxy: central.publicOrigin === null ? false : (_address, hop) => hop === 0,
  })
  addParsers(app)
  app.setErrorHandler((error, request, reply) => sendProblem(central, error, request, reply))
  const allowed = createAllowed(routes)
  app.setNotFoundHandler((request, reply) => {
    const methods = allowed(request.url.split('?')[0]!)
    if (methods === null) return sendProblem(central, new Failure('not_found'), request, reply)
    return sendProblem(central, new Failure('method_unknown'), request, reply.header('allow', methods))
  })
  // Of no path of ours: it would be answered as one that is not there.
  app.route({
    method: 'TRACE',
    url: '*',
    handler: (request, reply) => {
      const methods = allowed(request.url.split('?')[0]!) ?? 'GET'
      return sendProblem(central, new Failure('method_unknown'), request, reply.header('allow', methods))
    },
  })
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  warnOfProxy(app, central)
  const limit = createRateLimit(central.limits, central.now)
  for (const route of routes) addRoute(app, central, route, limit)
  return app
}

/**
 * A proxy that does not say who asked makes one caller of all; one that nobody told central of makes its own address of all. Either is
 * said once, not for each request.
 */
function warnOfProxy(app: FastifyInstance, { publicOrigin, log }: Central): void {
  let isSaid = false
  app.addHook('onRequest', async (request) => {
    const isForwarded = request.headers['x-forwarded-for'] !== undefined || request.headers['forwarded'] !== undefined
    // A load balancer asks for itself.
    if (isSaid || isForwarded === (publicOrigin !== null) || /^\/(healthz|readyz)$/.test(request.url)) return
    isSaid = true
    log.warn(
      isForwarded
        ? 'a proxy stands before central and GUICHET_PUBLIC_ORIGIN is not set: all callers share one allowance (docs/runbook.md)'
        : 'the proxy sends no X-Forwarded-For: all callers share one allowance (docs/runbook.md)',
    )
  })
}

function addParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'))
  app.addContentTypeParser('application/jose', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
}

const mediaTypes = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  packet: 'application/jose',
} as const

function addRoute(app: FastifyInstance, central: Central, route: Route, limit: RateLimit): void {
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.maxBodyBytes,
    handler: async (request, reply) => {
      reply.header('dpop-nonce', makeNonce(central.keys().nonceSecret, central.now()))
      checkMediaType(route, request)
      const origin = central.publicOrigin ?? normalizeOrigin(`http://${request.host}`)
      const { caller, provedBy } = await identify(central, route, request, origin, limit)
      const call = {
        caller,
        provedBy,
        params: route.params?.parse(request.params) ?? null,
        query: route.query?.parse(request.query) ?? null,
        body: route.body?.parse(request.body) ?? null,
        headers: request.headers,
        origin,
      }
      const answer = await route.handle(call, central)
      if (answer.headers) reply.headers(answer.headers)
      return reply.code(answer.status).send(answer.body ?? undefined)
    },
  })
}

function checkMediaType(route: Route, request: FastifyRequest): void {
  if (route.bodyType === null) return
  const given = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  const wanted = mediaTypes[route.bodyType]
  if (given !== wanted) throw new Failure('request_invalid', `content type ${wanted} expected`)
}

function sendProblem(central: Central, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = toFailure(error)
  const { status, body } = problemOf(failure, central.now())
  logFault(central.log, request.routeOptions.url, failure)
  const retryAfter = retryAfterSeconds[body.code]
  if (retryAfter !== undefined) reply.header('retry-after', retryAfter)
  if (status === 401) reply.header('www-authenticate', challenge(body.code))
  if (!reply.hasHeader('dpop-nonce')) {
    reply.header('dpop-nonce', makeNonce(central.keys().nonceSecret, central.now()))
  }
  return reply.code(status).type('application/problem+json').send(body)
}

function challenge(code: string): string {
  const errors: Record<string, string> = { nonce_required: 'use_dpop_nonce', proof_invalid: 'invalid_dpop_proof' }
  return `DPoP error="${errors[code] ?? 'invalid_token'}", algs="ES256"`
}
