import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import type { NoticesSeen, SeenService, ServiceKey } from '../../services/service-port.ts'
import { admit, viewOf, type AdminParts } from '../admin-parts.ts'
import { drawFacts } from '../draw-parts.ts'
import { html, type Html } from '../html.ts'
import { drawPage, drawTable, drawTime, sendHtml, type View } from '../page.ts'
import { deedsOf, isOneOf, pagesOf } from '../roles.ts'
import { say, type Word } from '../texts.ts'
import { portOf } from './service-deeds.ts'
import { ClientId } from './service-form.ts'
import { drawServiceForms } from './service-forms.ts'
import { drawServiceState } from './service-list.ts'

const Params = z.object({ client_id: ClientId })

/** GET /admin/services/{client_id}: one service, its keys, and what can be proposed for it. */
export function serveService(app: FastifyInstance, parts: AdminParts): void {
  app.get('/admin/services/:client_id', async (request, reply) => {
    const session = await admit(parts, request, reply)
    if (session === null) return reply
    if (!isOneOf(session, pagesOf.services)) throw new Failure('forbidden', 'role for services')
    const port = portOf(parts.central)
    const one = await port.find(Params.parse(request.params).client_id)
    if (one === null) throw new Failure('not_found', 'service')
    const kin = (await port.list()).filter(({ clientId, sector }) => sector === one.sector && clientId !== one.clientId)
    const view = viewOf(parts, session)
    const notices = one.logoutAt === null && one.eventsAt === null ? null : await port.noticesOf(one.clientId)
    return sendHtml(reply, drawPage(view, 'services', drawService(view, one, { kin, notices }), one.name))
  })
}

type Beside = { kin: readonly SeenService[]; notices: NoticesSeen | null }
function drawService(view: View, one: SeenService, { kin, notices }: Beside): Html {
  const word = (name: Word) => say(name, view.session.language)
  const facts: Fact[] = [
    ['state', drawServiceState(view, one)],
    ['serviceId', html`<span class="mono">${one.clientId}</span>`],
    ['serviceHub', one.hub],
    ['serviceSector', one.sector],
    ['serviceOfSector', kin.map(({ name }) => name).join(', ')],
    ['serviceScopes', one.scopes.join(' ')],
    ['serviceRedirects', one.redirectUris.join(' ')],
    ['serviceLogouts', one.logoutUris.join(' ')],
    ['serviceLogoutAt', one.logoutAt],
    ['serviceEventsAt', one.eventsAt],
    ['serviceAuth', one.auth],
    ['serviceSigned', one.signed],
    ['serviceWrapped', one.wrapped],
    ['serviceKeysAt', one.keysAt],
    ['serviceAdded', drawTime(view, one.addedAt)],
  ]
  const mayChange = one.stoppedAt === null && isOneOf(view.session, deedsOf['service.change'])
  return html`<section class="card">
      ${drawSaid(view, facts)} ${notices === null ? null : drawNotices(view, notices)}
      ${one.keysAt === null ? drawKeys(view, one.keys) : null}
    </section>
    ${mayChange ? drawServiceForms(view, one) : null}
    <p><a href="/admin/services">${word('services')}</a></p>`
}

type Fact = [Word, Html | string | null]
const isSaid = (fact: Fact): fact is [Word, Html | string] => fact[1] !== null && fact[1] !== ''
const drawSaid = (view: View, facts: readonly Fact[]): Html =>
  drawFacts(facts.filter(isSaid).map(([name, value]) => [say(name, view.session.language), value]))

/** Whether what it is told comes through. */
function drawNotices(view: View, { waiting, lost, deliveredAt, failed }: NoticesSeen): Html {
  const { language } = view.session
  const bad = (count: number) => (count === 0 ? '0' : html`<span class="badge bad">${count}</span>`)
  const facts: Fact[] = [
    ['noticesDelivered', deliveredAt === null ? say('noticesNever', language) : drawTime(view, deliveredAt)],
    ['noticesWaiting', String(waiting)],
    ['noticesLost', bad(lost)],
    ['noticesFailed', failed && html`${drawTime(view, failed.at)} <span class="mono">${failed.code}</span>`],
  ]
  return html`<h2>${say('notices', language)}</h2>
    ${drawSaid(view, facts)}`
}

/** Thumbprints whole: two people compare them with what the service reads out. */
function drawKeys(view: View, keys: readonly ServiceKey[]): Html {
  const row = ({ kid, use, alg, thumbprint, until }: ServiceKey) =>
    html`<tr>
      <td class="mono">${kid}<br /><span class="soft">${thumbprint}</span></td>
      <td>${use} ${alg}</td>
      <td>${until === null ? say('serviceForEver', view.session.language) : drawTime(view, until)}</td>
    </tr>`
  return html`<h2>${say('serviceKeys', view.session.language)}</h2>
    ${drawTable(view, ['thumbprint', 'serviceUse', 'serviceUntil'], keys.map(row))}`
}
