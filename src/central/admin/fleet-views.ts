import type { Central } from '../context.ts'
import { activeFleet, fleetTroubles, troubleOf, type FleetTrouble } from '../fleet/watch-fleet.ts'
import { currentPolicy } from '../stations/config.ts'
import { html, type Html } from './html.ts'
import { drawFilters, drawPager, drawTable, drawTime, linkTo, type View } from './page.ts'
import type { Query } from './query.ts'
import { say, sayCamera, sayReader, sayTrouble } from './texts.ts'

const pageSize = 100

/** Kiosks in service: how many are in which trouble, and each as it was heard last; the longest silent first. */
export async function drawFleet(central: Central, view: View, { trouble, page }: Query): Promise<Html> {
  const { language } = view.session
  const policy = await currentPolicy(central.db)
  const isIn = (one: FleetTrouble) => troubleOf(one, central.now(), policy) as never
  const counted = await Promise.all(
    fleetTroubles.map(async (one) => {
      const query = activeFleet(central).where(isIn(one))
      const { n } = await query.select((eb) => eb.fn.countAll<string | number>().as('n')).executeTakeFirstOrThrow()
      return [one, Number(n)] as const
    }),
  )
  const found = await activeFleet(central)
    .select(['station.station_id', 'branch_name', 'kind', 'software_version', 'last_seen_at', 'trust_held'])
    .select(['unsent', 'parked', 'oldest_unsent_at', 'reader_state', 'reader_name', 'trust_as_of', 'roster_as_of'])
    .select(['camera_state', 'camera_model', 'untold_visits'])
    .$if(trouble !== null, (query) => query.where(isIn(trouble!)))
    .orderBy('last_seen_at', (order) => order.asc().nullsFirst())
    .orderBy('station.station_id')
    .offset((page - 1) * pageSize)
    .limit(pageSize + 1)
    .execute()
  const link = (to: number) => linkTo('fleet', { trouble, page: to === 1 ? null : to })
  const filters = [
    { name: say('all', language), href: linkTo('fleet', {}), present: trouble === null },
    ...counted.map(([one, n]) => ({
      name: `${sayTrouble(one, language)} (${n})`,
      href: linkTo('fleet', { trouble: one }),
      present: one === trouble,
    })),
  ]
  return html`<section class="card">
    <p class="soft">${say('fleetHint', language)}</p>
    ${drawFilters(view, 'state', filters)}
    ${drawTable(
      view,
      ['branch', 'kind', 'trustSeen', 'unsent', 'oldestUnsent', 'reader', 'camera', 'trust', 'people'],
      found.slice(0, pageSize).map(
        (row) =>
          html`<tr>
            <td>
              ${row.branch_name}<br /><a class="soft" href="${linkTo('packets', { station: row.station_id })}"
                >${say('filesOf', language)}</a
              >
            </td>
            <td>${say(row.kind, language)}<br /><span class="soft">${row.software_version}</span></td>
            <td>${drawTime(view, row.last_seen_at)}</td>
            <td>
              ${row.unsent ?? '–'}${row.parked ? html` <span class="badge bad">${row.parked}</span>` : null}
              ${row.untold_visits ? html`<br /><span class="soft">${say('untoldVisits', language)} ${row.untold_visits}</span>` : null}
            </td>
            <td>${drawTime(view, row.oldest_unsent_at)}</td>
            <td>
              ${row.reader_state === null ? '–' : sayReader(row.reader_state, language)}<br /><span class="soft"
                >${row.reader_name ?? ''}</span
              >
            </td>
            <td>
              ${row.camera_state === null ? '–' : sayCamera(row.camera_state, language)}<br /><span class="soft"
                >${row.camera_model ?? ''}</span
              >
            </td>
            <td>${row.trust_held ?? '–'}<br /><span class="soft">${drawTime(view, row.trust_as_of)}</span></td>
            <td>${drawTime(view, row.roster_as_of)}</td>
          </tr>`,
      ),
    )}
    ${drawPager(view, page > 1 ? link(1) : null, found.length > pageSize ? link(page + 1) : null)}
  </section>`
}
