import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../../contract/failure.ts'
import {
  citizenApiPath,
  csrfHeader,
  endpoints,
  type AnswerOf,
  type BodyOf,
  type Endpoint,
  type EndpointName,
  type ParamsOf,
  type QueryOf,
} from '../../contract/identity/endpoints.ts'
import { createRateLimit, nameOfAddress, type RateLimit } from '../../central/http/rate-limit.ts'
import { logFault } from '../../central/http/problem.ts'
import type { Identity } from '../context.ts'
import { citizenProblem } from './problem.ts'
import { sessionsOf, type Sessions } from './sessions.ts'

export type Call<Name extends EndpointName> = {
  params: ParamsOf<Name>
  query: QueryOf<Name>
  body: BodyOf<Name>
  sessions: Sessions
  /** Address of the browser, and what it calls itself. */
  from: { ip: string; userAgent: string }
  request: FastifyRequest
  reply: FastifyReply
  /** Aborts when the browser has gone. */
  signal: AbortSignal
}

export type Handlers = { [Name in EndpointName]: (call: Call<Name>) => Promise<AnswerOf<Name>> }

/** One browser asks some dozen times a page; a school behind one address has many of them. */
const allowance = { requestsPerSecond: 20, requestsBurst: 400 }

/** Serves the whole table of calls, each checked the same way: origin, allowance, schema in, schema out. */
export function serveEndpoints(app: FastifyInstance, identity: Identity, handlers: Handlers): void {
  const limit = createRateLimit(allowance, () => identity.now())
  for (const name of Object.keys(endpoints) as EndpointName[]) {
    const endpoint: Endpoint = endpoints[name]
    const handle = handlers[name] as (call: Call<EndpointName>) => Promise<unknown>
    app.route({
      method: endpoint.method,
      url: citizenApiPath + endpoint.path,
      handler: async (request, reply) => {
        checkRequest(identity, request, limit)
        const answer = await handle(callOf(identity, endpoint, request, reply))
        return reply.send(endpoint.answer.parse(answer))
      },
    })
  }
}

/** Answers anything thrown in this part of the server as a problem. */
export function answerProblems(app: FastifyInstance, { log }: Identity): void {
  app.setErrorHandler((error, request, reply) => {
    const { status, body, failure } = citizenProblem(error)
    logFault(log, request, failure)
    if (body.wait_seconds !== null) reply.header('retry-after', body.wait_seconds)
    return reply.code(status).type('application/problem+json').send(body)
  })
}

/** Codes: rate_limited, forbidden (another origin, or without this application's header). */
export function checkRequest({ origin }: Pick<Identity, 'origin'>, request: FastifyRequest, limit: RateLimit): void {
  const caller = nameOfAddress(request.ip)
  if (!limit.allows(caller)) throw new Failure('rate_limited', null, { waitSeconds: 2 })
  limit.spend(caller)
  if (request.method === 'GET') return
  const isOurs = request.headers['origin'] === origin() && request.headers[csrfHeader.name] === csrfHeader.value
  if (!isOurs) throw new Failure('forbidden', 'origin')
}

function callOf(
  identity: Identity,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Call<EndpointName> {
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  return {
    params: (endpoint.params?.parse(request.params) ?? null) as never,
    query: (endpoint.query?.parse(request.query) ?? null) as never,
    body: (endpoint.body?.parse(request.body) ?? null) as never,
    sessions: sessionsOf(identity, request, reply),
    from: { ip: request.ip, userAgent: String(request.headers['user-agent'] ?? '').slice(0, 400) },
    request,
    reply,
    signal: gone.signal,
  }
}
