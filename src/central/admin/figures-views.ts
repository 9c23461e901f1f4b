import { addDays } from '../../enrolment/dates.ts'
import { legalDay } from '../../enrolment/local-day.ts'
import { textsIn } from '../../texts/texts-in.ts'
import type { Central } from '../context.ts'
import { readChipAtlas } from '../figures/chip-atlas.ts'
import { closedQuarters, mondayOf } from '../figures/periods.ts'
import {
  groupings,
  readFigures,
  readSteps,
  type Grouping,
  type GroupFigures,
  type Period,
  type StepRow,
} from '../figures/read-figures.ts'
import { drawFairness } from './fairness-view.ts'
import { html, type Html } from './html.ts'
import { drawFilters, drawSearch, drawTable, linkTo, type View } from './page.ts'
import { drawPractice } from './practice-view.ts'
import type { Query } from './query.ts'
import { isOneOf } from './roles.ts'
import { say, sayDocument, sayReason, type Word } from './texts.ts'

const spans = [1, 4, 13, 52] as const
const quartersOffered = 4

const wordOf: Record<Grouping, Word> = {
  branch: 'byBranch',
  document: 'byDocument',
  week: 'byWeek',
  operator: 'byOperator',
}

/** Figures of people are for those who help them with their work. */
export const maySeeOperators = (view: Pick<View, 'session'>): boolean => isOneOf(view.session, ['supervisor'])

/** How good the checks are: by branch, document, week or operator, step by step, by age, and where chips fail. */
export async function drawFigures(central: Central, view: View, query: Query): Promise<Html> {
  const { language } = view.session
  const by = query.by === 'operator' && !maySeeOperators(view) ? 'branch' : query.by
  const today = legalDay(central.now())
  const to = mondayOf(today)
  const from = addDays(to, -7 * (query.weeks - 1))
  const period: Period = { from, to, branch: query.q === '' ? null : query.q }
  const quarters = closedQuarters(today, quartersOffered)
  const quarter = quarters.find((one) => one === query.quarter) ?? quarters[0]!
  const [groups, steps, atlas] = await Promise.all([
    readFigures(central, by, period),
    readSteps(central, period),
    readChipAtlas(central, period),
  ])
  const kept = { by, weeks: query.weeks, q: query.q, quarter }
  const choice = (name: string, change: Partial<typeof kept>, present: boolean) => ({
    name,
    href: linkTo('figures', { ...kept, ...change }),
    present,
  })
  const seen = groupings.filter((one) => one !== 'operator' || maySeeOperators(view))
  return html`<section class="card">
      <p class="soft">${say('figuresHint', language)}</p>
      ${drawFilters(
        view,
        'figuresOf',
        seen.map((one) => choice(say(wordOf[one], language), { by: one }, one === by)),
      )}
      ${drawFilters(
        view,
        'figuresWeeks',
        spans.map((one) => choice(`${say('figuresWeeks', language)} : ${one}`, { weeks: one }, one === query.weeks)),
      )}
      ${drawSearch(view, 'figures', 'figuresBranch', query.q, { by, weeks: query.weeks, quarter })}
      ${by === 'operator' ? html`<p class="notice">${say('clerkPurpose', language)}</p>` : null}
      <div class="figures">${drawGroups(view, by, groups)}</div>
    </section>
    ${by === 'operator' ? await drawPractice(central, view, period.branch) : null}
    <section class="card">
      <h2>${say('figSteps', language)}</h2>
      <div class="figures">${drawSteps(view, steps)}</div>
    </section>
    ${await drawFairness(central, view, quarter, quarters, (one) => choice(one, { quarter: one }, one === quarter))}
    <section class="card">
      <h2>${say('atlas', language)}</h2>
      <p class="soft">${say('atlasHint', language)}</p>
      ${drawTable(
        view,
        ['figReader', 'figSeries', 'figVisits', 'figUnproved', 'figFaults'],
        atlas.map(
          ({ reader, series, visits, unproved, faults }) =>
            html`<tr>
              <th scope="row">${reader}</th>
              <td>${series}</td>
              <td class="number">${visits}</td>
              <td class="number">${percent(unproved, visits)}</td>
              <td>${faults.map(([code, times]) => html`<div>${sayReason(code, language)} × ${times}</div>`)}</td>
            </tr>`,
        ),
      )}
    </section>`
}

const percent = (part: number, of: number): string => (of === 0 ? '–' : `${Math.round((part / of) * 100)} %`)
const oneDigit = (value: number | null, per: number): string => (value === null ? '–' : (value / per).toFixed(1))

const nameOf = (view: View, by: Grouping, name: string) =>
  by === 'document' ? sayDocument(name, view.session.language) : name

function drawGroups(view: View, by: Grouping, groups: GroupFigures[]): Html {
  const headings = [
    ...[wordOf[by], 'figVisits', 'figApproved', 'figRefused', 'figCannotTell', 'figAbandoned', 'figFirstRight'],
    ...['figRetries', 'figReleases', 'figMinutes', 'figLooked', 'figReversed', 'figDecision', 'figContested'],
  ] as Word[]
  return drawTable(
    view,
    headings,
    groups.map((one) => {
      const share = (part: number) => html`<td class="number">${percent(part, one.visits)}</td>`
      const number = (value: number | string) => html`<td class="number">${value}</td>`
      return html`<tr>
        <th scope="row">${nameOf(view, by, one.name)}</th>
        ${number(one.visits)} ${share(one.approved)} ${share(one.refused)} ${share(one.cannotTell)}
        ${share(one.abandoned)} ${share(one.firstTimeRight)} ${number(one.retries)} ${number(one.releases)}
        ${number(oneDigit(one.meanSeconds, 60))} ${share(one.looked)} ${share(one.reversed)}
        ${number(oneDigit(one.meanDecisionSeconds, 3_600))} ${number(one.contested)}
      </tr>`
    }),
  )
}

function drawSteps(view: View, steps: StepRow[]): Html {
  const t = textsIn(view.session.language)
  return drawTable(
    view,
    ['figStep', 'figVisits', 'figPassed', 'figFailed', 'figStepCannotTell', 'figStepAbandoned', 'figMinutes'],
    steps.map(({ step, meanSeconds, passed, failed, cannot_tell, abandoned }) => {
      const all = passed + failed + cannot_tell + abandoned
      return html`<tr>
        <th scope="row">${t(`words:step.${step}`)}</th>
        <td class="number">${all}</td>
        ${[passed, failed, cannot_tell, abandoned].map((one) => html`<td class="number">${percent(one, all)}</td>`)}
        <td class="number">${oneDigit(meanSeconds, 60)}</td>
      </tr>`
    }),
  )
}
