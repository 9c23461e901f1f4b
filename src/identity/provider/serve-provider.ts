import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Identity } from '../context.ts'
import { providerPath } from './configuration.ts'
import type { OpenProvider } from './open-provider.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Mounts the provider below its path: requests go to it raw, under the service's own origin, whatever a proxy calls it inside. */
export function serveProvider(app: FastifyInstance, identity: Identity, provider: OpenProvider): void {
  const handlers = new WeakMap<object, Handler>()
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // The provider reads its own bodies.
    scope.addContentTypeParser('*', (_request, _body, done) => done(null))
    scope.all(`${providerPath}/*`, async (request: FastifyRequest, reply: FastifyReply) => {
      const current = provider.current()
      const handle = handlers.get(current) ?? (current.callback() as Handler)
      handlers.set(current, handle)
      reply.hijack()
      asAskedFor(identity, request.raw)
      await handle(request.raw, reply.raw)
    })
  })
}

/** The address that the browser used: the provider makes every other address, and its cookies' flags, from it. */
export function asAskedFor({ origin }: Pick<Identity, 'origin'>, raw: IncomingMessage): void {
  const { protocol, host } = new URL(origin())
  raw.headers['x-forwarded-proto'] = protocol.slice(0, -1)
  raw.headers['x-forwarded-host'] = host
  raw.headers.host = host
  const request = raw as IncomingMessage & { originalUrl?: string }
  if (!raw.url!.startsWith(`${providerPath}/`)) return
  request.originalUrl = raw.url!
  raw.url = raw.url!.slice(providerPath.length)
}
