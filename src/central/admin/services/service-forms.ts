import { serviceScopes, serviceSigning, serviceWrapping } from '../../../contract/identity/service-scopes.ts'
import type { SeenService, ServiceTerms } from '../../services/service-port.ts'
import { html, type Html } from '../html.ts'
import { drawForm, type View } from '../page.ts'
import { sayKnown, textsIn } from '../../../texts/texts-in.ts'
import { say, type Word } from '../texts.ts'

type Fields = { view: View; word: (name: Word) => string }
const fieldsOf = (view: View): Fields => ({ view, word: (name) => say(name, view.session.language) })

function drawText({ word }: Fields, label: Word, name: string, most: number, value = '', isNeeded = true): Html {
  return html`<label
    >${word(label)}${
      isNeeded
        ? html`<input name="${name}" value="${value}" maxlength="${most}" autocomplete="off" required />`
        : html`<input name="${name}" value="${value}" maxlength="${most}" autocomplete="off" />`
    }</label
  >`
}

function drawArea({ word }: Fields, label: Word, name: string, isNeeded: boolean, lines: string[] = []): Html {
  const text = lines.join('\n')
  return html`<label class="wide"
    >${word(label)}${
      isNeeded
        ? html`<textarea name="${name}" rows="4" spellcheck="false" required>${text}</textarea>`
        : html`<textarea name="${name}" rows="4" spellcheck="false">${text}</textarea>`
    }</label
  >`
}

const drawChoice = ({ word }: Fields, label: Word, name: string, choices: readonly string[]): Html =>
  html`<label
    >${word(label)}<select name="${name}">
      ${choices.map((one) => html`<option value="${one}">${one}</option>`)}
    </select></label
  >`

/** Each by its own name, and what it asks for in the reader's words. */
function drawScopes({ view, word }: Fields, allowed: readonly string[]): Html {
  const box = (scope: string) =>
    allowed.includes(scope)
      ? html`<input type="checkbox" name="scope_${scope}" value="${scope}" checked />`
      : html`<input type="checkbox" name="scope_${scope}" value="${scope}" />`
  const claim = (scope: string) => sayKnown(textsIn(view.session.language), `login:claims.${scope}`, '')
  return html`<fieldset class="wide columns">
    <legend>${word('serviceScopes')}</legend>
    ${serviceScopes.map(
      (scope) =>
        html`<label
          >${box(scope)}
          <span><span class="mono">${scope}</span> <span class="soft">${claim(scope)}</span></span></label
        >`,
    )}
  </fieldset>`
}

type Said = Omit<ServiceTerms, 'keysAt'>
const nothing: Said = {
  ...{ name: '', hub: null, redirectUris: [], logoutUris: [], scopes: [] },
  ...{ logoutAt: null, eventsAt: null },
}
const drawTerms = (fields: Fields, { name, hub, redirectUris, logoutUris, logoutAt, eventsAt, scopes }: Said): Html =>
  html`${drawText(fields, 'serviceName', 'service', 80, name)}
    ${drawText(fields, 'serviceHub', 'hub', 80, hub ?? '', false)}
    ${drawArea(fields, 'serviceRedirects', 'redirects', true, redirectUris)}
    ${drawArea(fields, 'serviceLogouts', 'logouts', false, logoutUris)}
    ${drawText(fields, 'serviceLogoutAt', 'logout_at', 500, logoutAt ?? '', false)}
    ${drawText(fields, 'serviceEventsAt', 'events_at', 500, eventsAt ?? '', false)}
    <p class="soft">${fields.word('serviceNoticesHint')}</p>
    ${drawScopes(fields, scopes)}`

/** Proposes one that is not there yet. */
export function drawNewService(view: View): Html {
  const fields = fieldsOf(view)
  const { word } = fields
  const content = html`${drawText(fields, 'serviceId', 'client_id', 80)}
    <p class="soft">${word('serviceIdHint')}</p>
    ${drawTerms(fields, nothing)} ${drawText(fields, 'serviceSector', 'sector', 120)}
    <p class="soft">${word('serviceSectorHint')}</p>
    ${drawText(fields, 'serviceKeysAt', 'keys_at', 500, '', false)} ${drawArea(fields, 'serviceJwks', 'jwks', false)}
    ${drawChoice(fields, 'serviceSigned', 'signed', serviceSigning)}
    ${drawChoice(fields, 'serviceWrapped', 'wrapped', serviceWrapping)}
    <button class="primary">${word('trustPropose')}</button>`
  return html`<section class="card">
    <h2>${word('serviceNew')}</h2>
    ${drawForm(view, '/admin/services', content)}
  </section>`
}

/** What can be proposed for one that is there: other terms, other keys, its end. */
export function drawServiceForms(view: View, one: SeenService): Html {
  const fields = fieldsOf(view)
  const { word } = fields
  const path = `/admin/services/${one.clientId}`
  const seen = html`<input type="hidden" name="version" value="${one.version}" />`
  const propose = html`<button>${word('trustPropose')}</button>`
  const place = one.keysAt === null ? null : drawText(fields, 'serviceKeysAt', 'keys_at', 500, one.keysAt)
  const keys = html`<section class="card">
    <h2>${word('serviceRotate')}</h2>
    <p class="soft">${word('serviceRotateHint')}</p>
    ${drawForm(
      view,
      `${path}/keys`,
      html`${seen} ${drawArea(fields, 'serviceNewKeys', 'jwks', true)}
        <label>${word('serviceOldUntil')}<input type="date" name="until" /></label> ${propose}`,
    )}
  </section>`
  return html`<section class="card">
      <h2>${word('serviceChange')}</h2>
      ${drawForm(view, `${path}/change`, html`${seen} ${drawTerms(fields, one)} ${place} ${propose}`)}
    </section>
    ${one.keysAt === null ? keys : null}
    <section class="card">
      <h2>${word('serviceStop')}</h2>
      <p class="soft">${word('serviceStopHint')}</p>
      ${drawForm(view, `${path}/stop`, html`${seen}<button class="danger">${word('trustPropose')}</button>`)}
    </section>`
}
