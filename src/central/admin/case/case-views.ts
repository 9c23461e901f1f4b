import { textsIn } from '../../../texts/texts-in.ts'
import { html, type Html } from '../html.ts'
import { drawTime, type View } from '../page.ts'
import { say } from '../texts.ts'
import { drawPacketSection } from './packet-section.ts'
import type { OpenedPart } from './opened-views.ts'
import { nextSteps } from './next-steps.ts'
import type { CaseRecord } from './read-case.ts'
import { sayAction, sayCode, sayKind, sayState, sayWho } from './case-texts.ts'
import { isLook, timelineOf, type Moment } from './timeline.ts'
import { drawFacts, drawSmallTable } from '../draw-parts.ts'
import { legalTimeZone } from '../../../contract/legal-time.ts'

/** Everything that central knows of one application, and what one of its results holds where it was opened. */
export function drawCase(view: View, record: CaseRecord, opened: OpenedPart | null): Html {
  const { language } = view.session
  const t = textsIn(language)
  return html`<p class="soft">${t(opened === null ? 'admin-case:hint' : 'admin-case:hintOpened')}</p>
    <div class="columns">
      <section class="card">
        <h2>${t('admin-case:next')}</h2>
        ${drawNext(view, record)}
      </section>
      ${drawApplication(view, record)}
    </div>
    ${record.packets.map((packet) => drawPacketSection(view, record, packet, opened))}
    <section class="card">
      <h2>${t('admin-case:timeline')}</h2>
      <ol class="timeline">
        ${timelineOf(record).map((one) => drawMoment(view, one))}
      </ol>
      ${drawLooks(view, record)}
    </section>`
}

function drawNext(view: View, record: CaseRecord): Html {
  const t = textsIn(view.session.language)
  return drawSmallTable(
    t('admin-case:next'),
    [t('admin-case:what'), t('admin-case:whoActs'), t('admin-case:by')],
    nextSteps(record).map(({ what, who, by }) => [
      t(`admin-case:step.${what}`),
      t(`admin-case:actor.${who}`),
      by === null ? '' : drawTime(view, by),
    ]),
  )
}

function drawApplication(view: View, { application }: CaseRecord): Html | null {
  if (application === undefined) return null
  const { language } = view.session
  const t = textsIn(language)
  return html`<section class="card">
    <h2>${t('admin-case:facts')}</h2>
    ${drawFacts([
      [t('admin-case:state'), sayState(application.state, language)],
      [t('admin-case:channel'), application.channel === null ? '–' : t(`words:channel.${application.channel}`)],
      [say('branch', language), application.branch_id ?? '–'],
      [t('admin-case:opened'), drawTime(view, application.created_at)],
      [t('admin-case:expires'), drawTime(view, application.expires_at)],
      [t('admin-case:appealUntil'), drawTime(view, application.appeal_until)],
    ])}
  </section>`
}

function drawMoment(view: View, one: Moment): Html {
  const { language } = view.session
  const where = [one.who === null ? null : sayWho(one.who, language), one.where].filter((part) => part !== null)
  return html`<li class="${one.isFailure ? 'bad' : ''}">
    ${drawTime(view, one.at)}
    <div>
      <strong>${sayKind(one, language)}</strong>
      ${one.codes.length === 0 ? null : `– ${one.codes.map((code) => sayCode(one, code, language)).join(', ')}`}
      ${where.length === 0 ? null : html`<br /><span class="soft">${where.join(' · ')}</span>`}
      ${one.words === null ? null : html`<br /><span class="soft">${one.words}</span>`} ${drawPlaceTime(view, one)}
    </div>
  </li>`
}

/** What the clock on the wall showed, where that is not ours. */
function drawPlaceTime(view: View, { at, zone }: Moment): Html | null {
  if (zone === null || zone === legalTimeZone) return null
  const named = zone === 'UTC' ? null : html`, ${zone}`
  return html`<br /><span class="soft">${drawTime(view, at, zone)}${named}</span>`
}

function drawLooks(view: View, { deeds }: CaseRecord): Html | null {
  const looks = deeds.filter(isLook)
  if (looks.length === 0) return null
  const t = textsIn(view.session.language)
  return html`<details>
    <summary>${t('admin-case:looks')} (${looks.length})</summary>
    <ol class="timeline">
      ${looks.map(
        ({ at, actor, action }) =>
          html`<li>
            ${drawTime(view, at)}
            <div>${actor}<br /><span class="soft">${sayAction(action, view.session.language)}</span></div>
          </li>`,
      )}
    </ol>
  </details>`
}
