import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
} from '@opentelemetry/semantic-conventions'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Central } from '../context.ts'
import { untraced, type Stretch } from '../telemetry/traces.ts'

const stretches = new WeakMap<FastifyRequest, Stretch>()

/** The span of a request that is being answered; one that does nothing where fastify refused before any hook. */
export const stretchOf = (request: FastifyRequest): Stretch => stretches.get(request) ?? untraced

/** A span for each request, by its route: the path itself may name a packet or an application. */
export function traceRequests(app: FastifyInstance, { traces }: Pick<Central, 'traces'>): void {
  app.addHook('onRequest', async (request) => {
    const route = request.routeOptions.url ?? 'none'
    const attributes = {
      [ATTR_HTTP_REQUEST_METHOD]: request.method,
      [ATTR_HTTP_ROUTE]: route,
      'guichet.request_id': request.id,
    }
    stretches.set(request, traces.begin(`${request.method} ${route}`, 'request', attributes))
  })
  app.addHook('onResponse', async (request, { statusCode }) =>
    stretchOf(request).end({ [ATTR_HTTP_RESPONSE_STATUS_CODE]: statusCode }),
  )
}
