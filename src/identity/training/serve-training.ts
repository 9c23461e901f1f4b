import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Identity } from '../context.ts'
import { messagesPage } from './messages-page.ts'
import { html, type Html } from '../../central/admin/html.ts'
import { textsIn } from '../../texts/texts-in.ts'
import { languageAsked, plainPage } from '../http/plain-page.ts'
import { openTrainingService, servicePath } from './service.ts'

const csp = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"

/** Pages that training alone has: the messages that were sent, and a service to log in at. */
export function serveTraining(app: FastifyInstance, identity: Identity): void {
  const service = openTrainingService(identity)
  const send = (reply: FastifyReply, page: string) =>
    reply.header('content-security-policy', csp).type('text/html; charset=utf-8').send(page)
  const languageOf = ({ headers }: FastifyRequest) => languageAsked(headers['accept-language'])
  type Title = 'service' | 'loggedIn' | 'notLoggedIn'
  const sendPage = (request: FastifyRequest, reply: FastifyReply, title: Title, body: Html) => {
    const language = languageOf(request)
    return send(reply, plainPage({ language, title: textsIn(language)(`login-page:training.${title}`), body }))
  }
  app.get('/training/messages', async (request, reply) =>
    send(reply, await messagesPage(identity, languageOf(request))),
  )
  app.get(servicePath, async (request, reply) => {
    const way = textsIn(languageOf(request))('login-page:training.way')
    return sendPage(request, reply, 'service', html`<p><a href="${servicePath}/login">${way}</a></p>`)
  })
  app.get(`${servicePath}/login`, async (_request, reply) => reply.redirect(await (await service).begin(), 303))
  app.get(`${servicePath}/callback`, async (request, reply) => {
    const outcome = await (await service).finish(request.query as Record<string, string | undefined>)
    if ('error' in outcome) return sendPage(request, reply, 'notLoggedIn', html`<p id="error">${outcome.error}</p>`)
    const told = Object.entries({ ...outcome.claims, acr: outcome.acr })
    const list = told.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${String(value)}</dd>`,
    )
    return sendPage(request, reply, 'loggedIn', html`<dl>${list}</dl>`)
  })
}
