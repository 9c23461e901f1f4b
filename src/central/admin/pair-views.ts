import { defaultPolicy } from '../../contract/policy.ts'
import type { Central } from '../context.ts'
import { keyPurposes } from '../keys/key-port.ts'
import { waitingProposals, type Proposal } from '../proposals/proposal.ts'
import { proposerOfName } from '../proposals/proposer.ts'
import { currentPolicy } from '../stations/config.ts'
import { drawFacts } from './draw-parts.ts'
import { html, type Html } from './html.ts'
import { drawForm, drawTable, drawTime, type View } from './page.ts'
import { deedsOf, isOneOf, type DeedName } from './roles.ts'
import { say, sayDeed, type Word } from './texts.ts'

/** What waits for a second administrator, and what can be asked for here alone: the policy, another key. */
export async function drawPairs(central: Central, view: View): Promise<Html> {
  const word = (name: Word) => say(name, view.session.language)
  const waiting = await waitingProposals(central.db, 'deed')
  const policy = await currentPolicy(central.db)
  const next = { ...defaultPolicy, ...policy, version: policy.version + 1 }
  const maySet = isOneOf(view.session, deedsOf['policy.set'])
  const asked = html`<section class="card">
      <h2>${word('policy')}</h2>
      <p class="soft">${word('policyHint')}</p>
      ${drawForm(
        view,
        '/admin/policy',
        html`<label class="wide"
            >${word('policy')}
            <textarea name="policy" rows="12" spellcheck="false" required>${JSON.stringify(next, null, 2)}</textarea>
          </label>
          <button>${word('trustPropose')}</button>`,
      )}
    </section>
    <section class="card">
      <h2>${word('rotateKey')}</h2>
      <p class="soft">${word('rotateKeyHint')}</p>
      ${drawForm(
        view,
        '/admin/keys/rotate',
        html`<label
            >${word('keys')}<select name="purpose">
              ${keyPurposes.map((one) => html`<option value="${one}">${word(one)}</option>`)}
            </select></label
          >
          <button>${word('trustPropose')}</button>`,
      )}
    </section>`
  return html`<section class="card">
      <p class="soft">${word('pairsHint')}</p>
      ${drawTable(
        view,
        ['deed', 'asked', 'trustProposer', 'received', 'actions'],
        waiting.map((one) => drawProposal(view, one)),
      )}
    </section>
    ${maySet ? asked : null}`
}

function drawProposal(view: View, { proposalId, body, by, proposedAt }: Proposal<'deed'>): Html {
  const { language, name } = view.session
  const path = `/admin/pairs/${proposalId}`
  const said = Object.entries({ ...body.params, ...body.form })
  const isOwn = by.person === proposerOfName(name).person
  const may = isOneOf(view.session, deedsOf[body.deed as DeedName])
  return html`<tr>
    <td>${sayDeed(body.deed, language)}</td>
    <td>
      <details>
        <summary>${say('asked', language)}</summary>
        ${drawFacts(said.map(([key, value]) => [key, html`<span class="mono">${value}</span>`]))}
      </details>
    </td>
    <td>${by.person}</td>
    <td>${drawTime(view, proposedAt)}</td>
    <td>
      ${
        may && !isOwn
          ? drawForm(view, `${path}/approve`, html`<button class="primary">${say('trustApprove', language)}</button>`)
          : html`<p class="soft">${say('trustOther', language)}</p>`
      }
      ${may ? drawForm(view, `${path}/withdraw`, html`<button class="quiet">${say('trustWithdraw', language)}</button>`) : null}
    </td>
  </tr>`
}
