import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Identity } from '../context.ts'
import { messagesPage } from './messages-page.ts'
import { escapeHtml, trainingCsp, trainingPage } from './page.ts'
import { openTrainingService, servicePath } from './service.ts'

/** Pages that training alone has: the messages that were sent, and a service to log in at. */
export function serveTraining(app: FastifyInstance, identity: Identity): void {
  const service = openTrainingService(identity)
  const send = (reply: FastifyReply, html: string) =>
    reply.header('content-security-policy', trainingCsp).type('text/html; charset=utf-8').send(html)
  app.get('/training/messages', async (_request, reply) => send(reply, await messagesPage(identity)))
  app.get(servicePath, async (_request, reply) => {
    const way = `<p><a href="${servicePath}/login">Log in with the identity</a></p>`
    return send(reply, trainingPage('A service of training', way))
  })
  app.get(`${servicePath}/login`, async (_request, reply) => reply.redirect(await (await service).begin(), 303))
  app.get(`${servicePath}/callback`, async (request, reply) => {
    const outcome = await (await service).finish(request.query as Record<string, string | undefined>)
    if ('error' in outcome)
      return send(reply, trainingPage('Not logged in', `<p id="error">${escapeHtml(outcome.error)}</p>`))
    const told = Object.entries({ ...outcome.claims, acr: outcome.acr })
    const list = told.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(String(value))}</dd>`)
    return send(reply, trainingPage('Logged in', `<dl>${list.join('')}</dl>`))
  })
}
