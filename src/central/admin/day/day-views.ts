import { locales } from '../../../contract/identity.ts'
import type { Central } from '../../context.ts'
import { legalDay } from '../../../enrolment/local-day.ts'
import { drawFrame } from '../draw-parts.ts'
import { html, type Html } from '../html.ts'
import { drawDay, type View } from '../page.ts'
import { say, type Word } from '../texts.ts'
import type { Day } from './read-day.ts'
import { recentDays } from './recent-days.ts'
import type { Quarter } from './quarters.ts'
import { legalTimeZone } from '../../../contract/legal-time.ts'

const [width, height] = [960, 120]
const minute = (seconds: number): number => Math.ceil(seconds / 60)

type Series = { word: Word; of: (one: Quarter) => number }
const series: readonly Series[] = [
  { word: 'dayArrived', of: ({ arrived }) => arrived },
  { word: 'dayDecided', of: ({ decided }) => decided },
  { word: 'dayOldest', of: ({ oldestSeconds }) => minute(oldestSeconds) },
]

/** Arrivals, decisions and the age of the queue by the quarter of an hour, today over the same weekday before; and the same as a table. */
export async function drawDayCurve(central: Central, view: View): Promise<Html> {
  const { today, before } = await recentDays(central)
  const word = (name: Word) => say(name, view.session.language)
  return html`<section class="card">
    <h2>${word('dayCurve')}</h2>
    <p class="soft">${word('dayHint')} ${nameOfZone(view, today.from)}.</p>
    <p>
      <span class="key today"></span> ${drawDay(view, dayOf(today))} &nbsp;
      <span class="key before"></span> ${drawDay(view, dayOf(before))}
    </p>
    ${series.map((one) => drawSeries(view, one, today, before))}
    <details>
      <summary>${word('dayTable')}</summary>
      ${drawNumbers(view, today, before)}
    </details>
  </section>`
}

const dayOf = ({ from }: Day): string => legalDay(from)

const clock = (view: View, at: Date, more: Intl.DateTimeFormatOptions = {}): string =>
  new Intl.DateTimeFormat(locales[view.session.language], {
    ...{ hour: '2-digit', minute: '2-digit', timeZone: legalTimeZone },
    ...more,
  }).format(at)

const nameOfZone = (view: View, at: Date): string =>
  new Intl.DateTimeFormat(locales[view.session.language], { timeZone: legalTimeZone, timeZoneName: 'short' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')!.value

function drawSeries(view: View, { word, of }: Series, today: Day, before: Day): Html {
  const name = say(word, view.session.language)
  const most = Math.max(1, ...[today, before].flatMap(({ quarters }) => quarters.map(of)))
  const length = Math.max(today.quarters.length, before.quarters.length, 2)
  const line = ({ quarters }: Day, kind: string) =>
    html`<polyline
      class="${kind}"
      points="${quarters.map((one, i) => `${Math.round((i * width) / (length - 1))},${Math.round(height - (of(one) * height) / most)}`).join(' ')}"
    ></polyline>`
  const hours = [0, 6, 12, 18, 24].map(
    (hour) => html`<text x="${Math.round((hour * width) / 24)}" y="${height + 18}">${hour}</text>`,
  )
  return html`<figure>
    <figcaption>${name} – ${say('dayMost', view.session.language)} ${most}</figcaption>
    <svg
      viewBox="-6 -4 ${width + 24} ${height + 26}"
      role="img"
      aria-label="${name}, ${say('dayMost', view.session.language)} ${most}"
    >
      <path class="axis" d="M0 0V${height}H${width}"></path>
      ${line(before, 'before')} ${line(today, 'today')} ${hours}
    </svg>
  </figure>`
}

function drawNumbers(view: View, today: Day, before: Day): Html {
  const word = (name: Word) => say(name, view.session.language)
  const count = Math.max(today.quarters.length, before.quarters.length)
  const cell = (one: Quarter | undefined, of: Series['of']) => html`<td class="number">${one ? of(one) : '–'}</td>`
  const rows = Array.from({ length: count }, (_, i) => [today.quarters[i], before.quarters[i]] as const)
  const busy = rows.filter((pair) => pair.some((one) => one && series.some(({ of }) => of(one) > 0)))
  const headings = [
    word('at'),
    ...series.flatMap(({ word: name }) => [word(name), word('dayBefore')]),
    word('dayPeople'),
  ]
  const drawn = busy.map(
    ([one, other]) =>
      html`<tr>
        <th scope="row">${clock(view, (one ?? other)!.at, { timeZoneName: 'short' })}</th>
        ${series.flatMap(({ of }) => [cell(one, of), cell(other, of)])} ${cell(one, ({ byPeople }) => byPeople)}
      </tr>`,
  )
  return html`<div class="figures">${drawFrame(word('dayTable'), headings, drawn)}</div>`
}
