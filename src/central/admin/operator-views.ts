import { sql } from 'kysely'
import type { Central } from '../context.ts'
import { html, type Html } from './html.ts'
import {
  drawBadge,
  drawDay,
  drawForm,
  drawPager,
  drawSearch,
  drawTable,
  drawTime,
  linkTo,
  literally,
  type View,
} from './page.ts'
import type { Query } from './query.ts'
import { say } from './texts.ts'

const pageSize = 100

function listOperators({ db }: Central, { q, page }: Pick<Query, 'q' | 'page'>) {
  return (
    db
      .selectFrom('operator')
      .innerJoin('station', 'station.station_id', 'operator.station_id')
      .leftJoin('revoked_operator', 'revoked_operator.operator_id', 'operator.operator_id')
      .select(['operator.operator_id', 'branch_name', 'role', 'operator.revoked_at as revoked_here'])
      // As text: a driver makes midnight somewhere of a day.
      .select(sql<string>`operator.trained_on::text`.as('trained_on'))
      .select('revoked_operator.revoked_at as revoked_everywhere')
      .$if(q !== '', (query) =>
        query.where((eb) =>
          eb.or([
            eb('operator.operator_id', 'like', `${literally(q.toLowerCase())}%`),
            eb('branch_name', 'ilike', `%${literally(q)}%`),
          ]),
        ),
      )
      .orderBy('operator.operator_id')
      .orderBy('operator.station_id')
      .offset((page - 1) * pageSize)
      .limit(pageSize + 1)
      .execute()
  )
}

/** Operators by number, not by name: central needs no more to stop one. */
export async function drawOperators(central: Central, view: View, { q, page }: Query): Promise<Html> {
  const { language } = view.session
  const found = await listOperators(central, { q, page })
  const rows = found.slice(0, pageSize).map((row) => {
    const since = row.revoked_everywhere ?? row.revoked_here
    return html`<tr>
      <td>${row.operator_id}</td>
      <td>${row.branch_name}</td>
      <td>${say(row.role, language)}</td>
      <td>${drawDay(view, row.trained_on)}</td>
      <td>
        ${drawBadge(view, since === null ? 'active' : 'revoked')} ${since === null ? null : drawTime(view, since)}
      </td>
      <td>${drawRevocation(view, row.operator_id)}</td>
    </tr>`
  })
  const link = (to: number) => linkTo('operators', { q, page: to === 1 ? null : to })
  return html`<section class="card">
    ${drawSearch(view, 'operators', 'searchOperator', q)}
    ${drawTable(view, ['operator', 'branch', 'role', 'trained', 'state', 'actions'], rows)}
    ${drawPager(view, page > 1 ? link(1) : null, found.length > pageSize ? link(page + 1) : null)}
  </section>`
}

function drawRevocation(view: View, operatorId: string): Html {
  const { language } = view.session
  return html`<details>
    <summary>${say('revokeOperator', language)}</summary>
    ${drawForm(
      view,
      `/admin/operators/${encodeURIComponent(operatorId)}/revoke`,
      html`<label>${say('since', language)}<input type="datetime-local" name="since" required /></label>
        <button class="danger">${say('revokeOperator', language)}</button>`,
    )}
  </details>`
}
