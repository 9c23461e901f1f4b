import { sql } from 'kysely'
import type { Central } from '../context.ts'
import { html, type Html } from './html.ts'
import { drawBadge, drawDay, drawForm, drawTable, drawTime, type View } from './page.ts'
import { say } from './texts.ts'

const shown = 500

function listOperators({ db }: Central) {
  return (
    db
      .selectFrom('operator')
      .innerJoin('station', 'station.station_id', 'operator.station_id')
      .leftJoin('revoked_operator', 'revoked_operator.operator_id', 'operator.operator_id')
      .select(['operator.operator_id', 'branch_name', 'role', 'operator.revoked_at as revoked_here'])
      // As text: a driver makes midnight somewhere of a day.
      .select(sql<string>`operator.trained_on::text`.as('trained_on'))
      .select('revoked_operator.revoked_at as revoked_everywhere')
      .orderBy('operator.operator_id')
      .limit(shown)
      .execute()
  )
}

/** Operators by number, not by name: central needs no more to stop one. */
export async function drawOperators(central: Central, view: View): Promise<Html> {
  const { language } = view.session
  const rows = (await listOperators(central)).map((row) => {
    const since = row.revoked_everywhere ?? row.revoked_here
    return html`<tr>
      <td>${row.operator_id}</td>
      <td>${row.branch_name}</td>
      <td>${say(row.role, language)}</td>
      <td>${drawDay(view, row.trained_on)}</td>
      <td>
        ${drawBadge(view, since === null ? 'active' : 'revoked')} ${since === null ? null : drawTime(view, since)}
      </td>
      <td>${row.revoked_everywhere === null ? drawRevocation(view, row.operator_id) : null}</td>
    </tr>`
  })
  return html`<section class="card">
    ${drawTable(view, ['operator', 'branch', 'role', 'trained', 'state', 'actions'], rows)}
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
