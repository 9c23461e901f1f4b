import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { Failure } from '../../contract/failure.ts'
import { makeNonce } from '../auth/nonce.ts'
import type { Central } from '../context.ts'
import { identify, type Allowances } from './identify.ts'
import { createAllowed } from './method-not-allowed.ts'
import { normalizeOrigin } from './origin.ts'
import { logFault, problemOf, retryAfterSeconds, toFailure } from './problem.ts'
import { createRateLimit } from './rate-limit.ts'
import { createClientAllowance } from '../clients/client-allowance.ts'
import { namesMemberTwice, textOf } from './read-json.ts'
import type { Route } from './route.ts'
import { stretchOf, traceRequests } from './trace-requests.ts'

/** The HTTP server of one instance: every route of the table, checked the same way. */
export function createApp(central: Central, routes: readonly Route[]): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: 65_536,
    requestTimeout: 30_000,
    genReqId: () => randomUUID(),
    // What fastify refuses before any route, an address that is none or is too long, in its own words otherwise.
    frameworkErrors: (error, request, reply) => void sendProblem(central, error, request, reply),
    // The proxy's own word alone: what stands further left in X-Forwarded-For came from the caller.
    trustProxy: central.publicOrigin === null ? false : (_address, hop) => hop === 0,
  })
  addParsers(app)
  app.setErrorHandler((error, request, reply) => sendProblem(central, error, request, reply))
  refuseOtherMethods(app, central, routes)
  traceRequests(app, central)
  refuseRepeatedHeaders(app)
  app.addHook('onSend', async (request, reply) => {
    reply.headers({ 'request-id': request.id, 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  measureAnswers(app, central)
  warnOfProxy(app, central)
  const limit = createRateLimit(central.limits, central.now)
  const clients = createClientAllowance(central)
  for (const route of routes) addRoute(app, central, route, { limit, clients })
  return app
}

/** How long an answer took; one that is held, until it began. */
function measureAnswers(app: FastifyInstance, central: Central): void {
  const beganAfterMs = new WeakMap<FastifyRequest, number>()
  app.addHook('onSend', async (request, reply, payload) => {
    if (payload instanceof Readable) beganAfterMs.set(request, reply.elapsedTime)
  })
  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      route: request.routeOptions.url ?? 'none',
      method: request.method,
      status: String(reply.statusCode),
    }
    const tookMs = beganAfterMs.get(request) ?? reply.elapsedTime
    central.metrics.observe('guichet_request_seconds', labels, tookMs / 1000)
  })
}

/** The methods of a known path that lacks the one asked for; 404 for any other path. */
function refuseOtherMethods(app: FastifyInstance, central: Central, routes: readonly Route[]): void {
  const allowed = createAllowed(routes)
  const pathOf = (request: FastifyRequest) => request.url.split('?')[0]!
  const refuse = (request: FastifyRequest, reply: FastifyReply, methods: ReadonlySet<string>) =>
    sendProblem(central, new Failure('method_unknown'), request, reply.header('allow', [...methods].sort().join(', ')))
  const answer = (request: FastifyRequest, reply: FastifyReply) => {
    const methods = allowed(pathOf(request))
    return methods === null
      ? sendProblem(central, new Failure('not_found'), request, reply)
      : refuse(request, reply, methods)
  }
  app.setNotFoundHandler(answer)
  // A path that is written out may match another one's parameter.
  app.addHook('onRequest', async (request, reply) => {
    const methods = request.routeOptions.url?.includes(':') ? allowed(pathOf(request)) : null
    return methods === null || methods.has(request.method) ? undefined : refuse(request, reply, methods)
  })
  // Before a body is looked for: they would be answered as if the path were not there, or the request malformed.
  const onRequest = async (request: FastifyRequest, reply: FastifyReply) => answer(request, reply)
  app.route({ method: ['TRACE', 'QUERY'], url: '*', onRequest, handler: answer })
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

/** Headers that a request has once, or who stands before central might go by the other (RFC 9112 §3.2, RFC 9449 §4.3). */
const singleHeaders: ReadonlySet<string> = new Set(['host', 'authorization', 'dpop', 'content-type'])

function refuseRepeatedHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw }) => {
    const names = raw.rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase())
    const repeated = names.find((name, i) => singleHeaders.has(name) && names.indexOf(name) !== i)
    if (repeated !== undefined) throw new Failure('request_invalid', `${repeated} given twice`)
  })
}

function addParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = textOf(body)
    parseJson(request, text, (error, value) =>
      error === null && namesMemberTwice(text)
        ? done(new Failure('request_invalid', 'a member named twice'))
        : done(error, value),
    )
  })
  app.addContentTypeParser('application/jose', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    readForm(String(body), done),
  )
}

/** A parameter given twice is refused (RFC 6749 §3.2): whoever stands before central might read the other one. */
function readForm(text: string, done: (error: Error | null, body?: Record<string, string>) => void): void {
  const given = [...new URLSearchParams(text)]
  const form = new Map(given)
  if (form.size < given.length) done(new Failure('request_invalid', 'a parameter given twice'))
  else done(null, Object.fromEntries(form))
}

const mediaTypes = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  packet: 'application/jose',
} as const

function addRoute(app: FastifyInstance, central: Central, route: Route, allowances: Allowances): void {
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.maxBodyBytes,
    handler: (request, reply) => stretchOf(request).within(() => answer(request, reply)),
  })

  async function answer(request: FastifyRequest, reply: FastifyReply) {
    reply.header('dpop-nonce', makeNonce(central.keys().nonceSecret, central.now()))
    checkMediaType(route, request)
    const origin = central.publicOrigin ?? normalizeOrigin(`http://${request.host}`)
    const { caller, provedBy } = await identify(central, route, request, origin, allowances)
    const call = {
      caller,
      provedBy,
      params: route.params?.parse(request.params) ?? null,
      query: route.query?.parse(request.query) ?? null,
      body: route.body?.parse(request.body) ?? null,
      headers: request.headers,
      origin,
    }
    const { status, body, headers } = await route.handle(call, central)
    if (headers) reply.headers(headers)
    return reply.code(status).send(body ?? undefined)
  }
}

function checkMediaType(route: Route, request: FastifyRequest): void {
  if (route.bodyType === null) return
  const [given, ...parameters] = (request.headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase())
  const wanted = mediaTypes[route.bodyType]
  if (given !== wanted) throw new Failure('request_invalid', `content type ${wanted} expected`)
  const charset = parameters.find((parameter) => parameter.startsWith('charset'))
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset))
    throw new Failure('request_invalid', 'UTF-8 expected')
}

function sendProblem(central: Central, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = toFailure(error)
  central.metrics.count('guichet_refusals_total', { code: failure.code })
  const { status, body } = problemOf(failure, central.now())
  stretchOf(request).failed(body.code, status >= 500)
  logFault(central.log, request, failure)
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
