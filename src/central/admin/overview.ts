import { countAuditAlarms } from '../audit/anchor.ts'
import type { Central } from '../context.ts'
import { drawDayCurve } from './day/day-views.ts'
import { html, type Html } from './html.ts'
import { countUpTo } from './packet-list.ts'
import { countContests } from '../intake/open-contests.ts'
import { drawNotice, linkTo, type View } from './page.ts'
import { packetStates } from './query.ts'
import { countCutLogs } from '../stations/audit-head.ts'
import { say, type Word } from './texts.ts'

/** How many files and kiosks there are of each state, each a way to them. */
export async function drawOverview(central: Central, view: View): Promise<Html> {
  const { language } = view.session
  const tile = (href: string, state: Word, n: string) =>
    html`<a href="${href}"><strong>${n}</strong>${say(state, language)}</a>`
  /** Tiles, or that there is nothing: a heading does not stand alone. */
  const drawTiles = (tiles: readonly Html[]) =>
    tiles.length === 0 ? html`<p class="soft">${say('none', language)}</p>` : html`<p class="tiles">${tiles}</p>`
  const counts = await Promise.all(packetStates.map((state) => countUpTo(central, state)))
  const stations = await central.db
    .selectFrom('station')
    .select(['state', (eb) => eb.fn.countAll<string | number>().as('count')])
    .groupBy('state')
    .orderBy('state')
    .execute()
  const [contests, cutLogs, cutAudit] = await Promise.all([
    countContests(central),
    countCutLogs(central.db),
    countAuditAlarms(central.db),
  ])
  return html`${contests.late > 0 ? drawNotice({ bad: true, text: say('contestsLate', language) }) : null}
    ${cutLogs > 0 ? drawNotice({ bad: true, text: `${say('auditLogsCut', language)} ${cutLogs}` }) : null}
    ${cutAudit > 0 ? drawNotice({ bad: true, text: `${say('centralAuditCut', language)} ${cutAudit}` }) : null}
    <section>
      <h2>${say('packets', language)}</h2>
      ${drawTiles(
        packetStates.flatMap((state, i) =>
          counts[i] === '0' ? [] : [tile(linkTo('packets', { state }), state, counts[i]!)],
        ),
      )}
    </section>
    <div class="columns">
      <section>
        <h2>${say('stations', language)}</h2>
        ${drawTiles(stations.map((row) => tile(linkTo('stations', { state: row.state }), row.state, String(row.count))))}
      </section>
      <section>
        <h2>${say('contests', language)}</h2>
        ${drawTiles([
          ...(contests.open === 0 ? [] : [tile('/admin/contests', 'contests', String(contests.open))]),
          ...(contests.late === 0 ? [] : [tile('/admin/contests', 'late', String(contests.late))]),
        ])}
      </section>
    </div>
    ${await drawDayCurve(central, view)}`
}
