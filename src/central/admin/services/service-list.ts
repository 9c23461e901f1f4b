import type { Central } from '../../context.ts'
import type { SeenService } from '../../services/service-port.ts'
import { html, type Html } from '../html.ts'
import { drawBadge, drawTable, type View } from '../page.ts'
import { deedsOf, isOneOf } from '../roles.ts'
import { say } from '../texts.ts'
import { drawNewService } from './service-forms.ts'

/** Relying parties of the OpenID provider, and a form that proposes one. */
export async function drawServices(central: Central, view: View): Promise<Html> {
  const { language } = view.session
  const port = central.services()
  if (port === null) return html`<p class="notice" role="status">${say('servicesElsewhere', language)}</p>`
  const listed = await port.list()
  return html`<p class="soft">${say('servicesHint', language)}</p>
    <section class="card">
      ${drawTable(
        view,
        ['service', 'serviceSector', 'serviceScopes', 'state'],
        listed.map((one) => drawRow(view, one)),
      )}
    </section>
    ${isOneOf(view.session, deedsOf['service.add']) ? drawNewService(view) : null}`
}

/** Whether people can log in there. */
export const drawServiceState = (view: View, { stoppedAt }: SeenService): Html =>
  stoppedAt === null
    ? drawBadge(view, 'active')
    : html`<span class="badge bad">${say('serviceStopped', view.session.language)}</span>`

function drawRow(view: View, one: SeenService): Html {
  return html`<tr>
    <td>
      <a href="/admin/services/${one.clientId}">${one.name}</a
      >${one.hub === null ? null : html` (${one.hub})`}<br /><span class="mono soft">${one.clientId}</span>
    </td>
    <td class="mono">${one.sector}</td>
    <td class="mono">${one.scopes.join(' ')}</td>
    <td>${drawServiceState(view, one)}</td>
  </tr>`
}
