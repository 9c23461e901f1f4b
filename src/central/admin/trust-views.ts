import { coverageOf } from '../../evidence/trust-coverage.ts'
import { toConfirm, type TrustItem } from '../../emrtd/verify.ts'
import { textsIn } from '../../texts/texts-in.ts'
import type { Central } from '../context.ts'
import { proposerOfName } from '../proposals/proposer.ts'
import { heldTrust } from '../trust/held-trust.ts'
import { waitingTrust, type WaitingTrust } from '../trust/propose-trust.ts'
import { listTrustFiles, trustVersion, type TrustFile } from '../trust/trust-files.ts'
import { html, type Html } from './html.ts'
import { drawForm, drawTable, drawTime, type View } from './page.ts'
import { say, type Word } from './texts.ts'

/** Digits of a fingerprint that the page keeps to itself: who confirms it has them from its publisher. */
export const endingDigits = 8
const mostItems = 50

/** Trust of chips: what waits, what is in force, what it verifies, how a file comes in, and what kiosks hold. */
export async function drawTrust(central: Central, view: View): Promise<Html> {
  const word = (name: Word) => say(name, view.session.language)
  const version = await trustVersion(central.db)
  const waiting = await waitingTrust(central)
  return html`<p class="soft">${word('trustHint')}</p>
    ${
      waiting.length === 0
        ? null
        : html`<section class="card">
            <h2>${word('trustWaiting')}</h2>
            ${waiting.map((one) => drawWaiting(view, one))}
          </section>`
    }
    ${await drawCoverage(central, view)} ${await drawFiles(central, view)} ${drawImport(view)}
    ${await drawHeld(central, view, version)}`
}

function drawWaiting(
  view: View,
  { proposal_id, action, name, source, proposer, proposed_at, items }: WaitingTrust,
): Html {
  const word = (one: Word) => say(one, view.session.language)
  const path = `/admin/trust/proposals/${proposal_id}`
  const isOwn = proposer === proposerOfName(view.session.name).person
  const approve = drawForm(
    view,
    `${path}/approve`,
    html`${drawEndings(view, items)}<button class="primary">${word('trustApprove')}</button>`,
  )
  return html`<article>
    <h3>${word(action === 'add' ? 'trustAdd' : 'trustRemove')}: ${name}</h3>
    <p class="soft">${source}<br />${word('trustProposer')}: ${proposer}, ${drawTime(view, proposed_at)}</p>
    ${action === 'add' ? drawItems(view, items) : null} ${isOwn ? html`<p>${word('trustOther')}</p>` : approve}
    ${drawForm(view, `${path}/withdraw`, html`<button class="quiet">${word('trustWithdraw')}</button>`)}
  </article>`
}

/** One field for each fingerprint that nobody vouches for. */
function drawEndings(view: View, items: readonly TrustItem[]): Html[] {
  const word = (one: Word) => say(one, view.session.language)
  const subjectOf = (fingerprint: string) => items.find((one) => one.fingerprint === fingerprint)!.subject
  return (toConfirm(items) ?? []).map(
    (fingerprint) =>
      html`<label
        >${subjectOf(fingerprint)} – ${word('trustEnding')}<input
          class="mono"
          name="ending"
          required
          minlength="${endingDigits}"
          maxlength="95"
          autocomplete="off"
          spellcheck="false"
      /></label>`,
  )
}

const urgent: readonly TrustItem['standing'][] = ['nobody', 'imitation', 'unconfirmed']
const tones: Partial<Record<TrustItem['standing'], string>> = {
  nobody: 'bad',
  imitation: 'bad',
  unconfirmed: 'attention',
}

/** What a file holds; what somebody has to look at comes first. */
function drawItems(view: View, items: readonly TrustItem[]): Html {
  const t = textsIn(view.session.language)
  const open = new Set(toConfirm(items))
  const rank = (item: TrustItem) => (urgent.indexOf(item.standing) + urgent.length + 1) % (urgent.length + 1)
  const shown = [...items].sort((a, b) => rank(a) - rank(b)).slice(0, mostItems)
  const row = ({ kind, subject, count, fingerprint, standing, official }: TrustItem) =>
    html`<tr>
      <td>
        ${subject}<br /><span class="soft"
          >${t(`trust:kind.${kind}`)}${kind === 'master_list' ? ` · ${t('trust:certificates', { count })}` : ''}</span
        >
      </td>
      <td class="mono">${fingerprint === null ? '–' : inGroups(fingerprint, open.has(fingerprint))}</td>
      <td>
        <span class="badge ${tones[standing] ?? 'good'}"
          >${t(`trust:standing.${standing}`, { source: official === null ? '' : t(`trust:publisher.${official.source}`) })}</span
        >
      </td>
    </tr>`
  return html`${drawTable(view, ['trustContents', 'thumbprint', 'state'], shown.map(row))}${
    items.length > mostItems ? html`<p class="soft">… ${items.length - mostItems}</p>` : null
  }`
}

/** In groups of four, as two people read it to each other; without its end where that is to be typed. */
function inGroups(fingerprint: string, isOpen: boolean): string {
  const told = isOpen ? fingerprint.slice(0, -endingDigits) : fingerprint
  return [...(told.match(/.{4}/g) ?? []), ...(isOpen ? ['….', '….'] : [])].join(' ')
}

async function drawCoverage(central: Central, view: View): Promise<Html> {
  const t = textsIn(view.session.language)
  const rows = coverageOf(await central.trust()).map(({ documentType, authority, anchors, missing }) => {
    const state = anchors === 0 ? 'missing' : missing.length > 0 ? 'partly' : 'verifiable'
    const tone = { missing: 'bad', partly: 'attention', verifiable: 'good' }[state]
    const fetch = missing.map(
      ({ fingerprint, from, to, source, readOn }) =>
        html`<p class="soft">
          ${t('trust:coverage.fetch', { from, to, source: t(`trust:publisher.${source}`), day: readOn })}<br /><span
            class="mono"
            >${inGroups(fingerprint, false)}</span
          >
        </p>`,
    )
    return html`<tr>
      <td>${t(`documents:${documentType}.name`)}</td>
      <td><span class="badge ${tone}">${t(`trust:coverage.${state}`, { authority })}</span>${fetch}</td>
    </tr>`
  })
  return html`<section class="card">
    <h2>${say('trustCoverage', view.session.language)}</h2>
    ${drawTable(view, ['trustDocument', 'state'], rows)}
  </section>`
}

async function drawFiles(central: Central, view: View): Promise<Html> {
  const word = (one: Word) => say(one, view.session.language)
  const rows = (await listTrustFiles(central.db)).map(
    ({ sha256, name, source, added_at, added_by }) =>
      html`<tr>
        <td>${name}<br /><span class="mono soft">${inGroups(sha256, false)}</span></td>
        <td>${source}</td>
        <td>${drawTime(view, added_at)}</td>
        <td>${added_by}</td>
        <td>${drawForm(view, `/admin/trust/files/${sha256}/remove`, html`<button>${word('trustRemove')}</button>`)}</td>
      </tr>`,
  )
  return html`<section class="card">
    <h2>${word('trustFiles')}</h2>
    ${drawTable(view, ['trustName', 'trustSource', 'trustAdded', 'trustBy', 'actions'], rows)}
  </section>`
}

function drawImport(view: View): Html {
  const word = (one: Word) => say(one, view.session.language)
  return html`<section class="card">
    <h2>${word('trustImport')}</h2>
    <form class="row" method="post" action="/admin/trust/review" enctype="multipart/form-data">
      <input type="hidden" name="csrf" value="${view.session.csrf}" />
      <label>${word('trustFile')}<input type="file" name="file" required /></label>
      <label
        >${word('trustSource')}<input name="source" required minlength="3" maxlength="300" autocomplete="off" /></label
      ><button>${word('trustReview')}</button>
    </form>
  </section>`
}

/** What a file that was sent would bring. The file goes back and forth with the form: nothing of it is kept before it is proposed. */
export function drawTrustReview(view: View, file: TrustFile, items: readonly TrustItem[]): Html {
  const word = (one: Word) => say(one, view.session.language)
  const content = html`<input type="hidden" name="csrf" value="${view.session.csrf}" />
    <input type="hidden" name="name" value="${file.name}" />
    <input type="hidden" name="source" value="${file.source}" />
    <input type="hidden" name="base64" value="${Buffer.from(file.bytes).toString('base64')}" />
    ${drawEndings(view, items)}<button class="primary">${word('trustPropose')}</button>`
  return html`<section class="card">
    <h2>${file.name}</h2>
    <p>${word('trustReviewLead')}</p>
    ${drawItems(view, items)}
    ${
      toConfirm(items) === null
        ? html`<p class="notice bad" role="alert">${word('trustCannot')}</p>`
        : html`<form class="row" method="post" action="/admin/trust/proposals" enctype="multipart/form-data">
            ${content}
          </form>`
    }
    <p><a href="/admin/trust">${word('trust')}</a></p>
  </section>`
}

async function drawHeld(central: Central, view: View, version: number): Promise<Html> {
  const word = (one: Word) => say(one, view.session.language)
  const { current, behind } = await heldTrust(central.db, version)
  const rows = behind.map(
    ({ station_id, branch_name, trust_held, last_seen_at }) =>
      html`<tr>
        <td>${branch_name}<br /><span class="mono soft">${station_id}</span></td>
        <td>${trust_held ?? '–'}</td>
        <td>${drawTime(view, last_seen_at)}</td>
      </tr>`,
  )
  return html`<section class="card">
    <h2>${word('trustHeld')}</h2>
    <p>${word('trustVersion')} ${version}. ${word('trustCurrent')}: ${current}</p>
    <h3>${word('trustBehind')}</h3>
    ${drawTable(view, ['branch', 'trustHolds', 'trustSeen'], rows)}
  </section>`
}
