import { sql } from 'kysely'
import { Role } from '../../contract/operator.ts'
import type { Central } from '../context.ts'
import { dayText } from '../people/term-order.ts'
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
import { say, type Word } from './texts.ts'
import { drawSince } from './zoned-time.ts'

const pageSize = 100

function listPeople({ db }: Central, { q, page }: Pick<Query, 'q' | 'page'>) {
  const places = sql<string>`(SELECT coalesce(string_agg(branch_name, ', ' ORDER BY branch_name), '') FROM assignment
    JOIN station ON station.station_id = assignment.station_id
    WHERE assignment.person_id = person.person_id AND assignment.ended_at IS NULL)`
  return db
    .selectFrom('person')
    .innerJoin('person_term as term', 'term.person_id', 'person.person_id')
    .select(['person.person_id', 'display_name', 'role', 'confirmed_at', 'confirmed_by', 'revoked_at'])
    .select([dayText('trained_until').as('trained_until'), places.as('places')])
    .distinctOn('person.person_id')
    .$if(q !== '', (query) =>
      query.where((eb) =>
        eb.or([
          eb('person.person_id', 'like', `${literally(q.toLowerCase())}%`),
          eb('display_name', 'ilike', `%${literally(q)}%`),
          sql<boolean>`${places} ILIKE ${`%${literally(q)}%`}`,
        ]),
      ),
    )
    .orderBy('person.person_id')
    .orderBy('valid_from', 'desc')
    .offset((page - 1) * pageSize)
    .limit(pageSize + 1)
    .execute()
}
type PersonRow = Awaited<ReturnType<typeof listPeople>>[number]

/** Everybody who may work at a kiosk, each once, wherever that is. */
export async function drawOperators(central: Central, view: View, { q, page }: Query): Promise<Html> {
  const found = await listPeople(central, { q, page })
  const link = (to: number) => linkTo('operators', { q, page: to === 1 ? null : to })
  const headings = ['operator', 'places', 'role', 'trained', 'state', 'actions'] as const
  return html`${drawNewPerson(view)}
    <section class="card">
      ${drawSearch(view, 'operators', 'searchOperator', q)}
      ${drawTable(
        view,
        headings,
        found.slice(0, pageSize).map((row) => drawPerson(view, row)),
      )}
      ${drawPager(view, page > 1 ? link(1) : null, found.length > pageSize ? link(page + 1) : null)}
    </section>`
}

function drawPerson(view: View, row: PersonRow): Html {
  const { language } = view.session
  return html`<tr>
    <td>${row.display_name}<br /><span class="mono soft">${row.person_id}</span></td>
    <td>${row.places}</td>
    <td>${say(row.role, language)}</td>
    <td>${drawDay(view, row.trained_until)}</td>
    <td>${drawState(view, row)}</td>
    <td>${row.revoked_at === null ? drawActions(view, row) : null}</td>
  </tr>`
}

function drawState(view: View, { revoked_at, confirmed_at, confirmed_by }: PersonRow): Html {
  const { language } = view.session
  if (revoked_at !== null) return html`${drawBadge(view, 'revoked')} ${drawTime(view, revoked_at)}`
  if (confirmed_at === null) return drawBadge(view, 'unconfirmed')
  const itself =
    confirmed_by === 'training' ? html`<br /><span class="soft">${say('selfConfirmed', language)}</span>` : null
  return html`${drawBadge(view, 'active')}${itself}`
}

function drawActions(view: View, row: PersonRow): Html {
  const word = (name: Word) => say(name, view.session.language)
  const path = `/admin/operators/${encodeURIComponent(row.person_id)}`
  const button = (name: Word, action: string) =>
    drawForm(view, `${path}/${action}`, html`<button>${word(name)}</button>`)
  return html`${row.confirmed_at === null ? button('confirmPerson', 'confirm') : null}
    ${button('issuePersonCode', 'code')}
    <details>
      <summary>${word('changePerson')}</summary>
      ${drawForm(view, `${path}/change`, html`${drawFields(view, row)}<button>${word('changePerson')}</button>`)}
    </details>
    <details>
      <summary>${word('revokeOperator')}</summary>
      ${drawForm(view, `${path}/revoke`, html`${drawSince(view)}<button class="danger">${word('revokeOperator')}</button>`)}
    </details>`
}

function drawNewPerson(view: View): Html {
  const word = (name: Word) => say(name, view.session.language)
  return html`<section class="card">
    <h2>${word('addPerson')}</h2>
    ${drawForm(
      view,
      '/admin/operators',
      html`<label
          >${word('identifier')}<span class="soft" id="identifier-hint">${word('identifierHint')}</span>
          <input
            name="person"
            required
            pattern="[a-z0-9\\-]{3,32}"
            maxlength="32"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            aria-describedby="identifier-hint"
        /></label>
        ${drawFields(view, null)}<button class="primary">${word('addPerson')}</button>`,
    )}
  </section>`
}

function drawFields(view: View, row: PersonRow | null): Html {
  const word = (name: Word) => say(name, view.session.language)
  const option = (role: Role) =>
    role === row?.role
      ? html`<option value="${role}" selected>${word(role)}</option>`
      : html`<option value="${role}">${word(role)}</option>`
  return html`<label
      >${word('name')}<input
        name="name"
        required
        maxlength="80"
        autocomplete="off"
        value="${row?.display_name ?? ''}" /></label
    ><label
      >${word('role')}<select name="role">
        ${Role.options.map(option)}
      </select></label
    ><label>${word('trained')}<input type="date" name="trained" required value="${row?.trained_until ?? ''}" /></label>`
}

/** The one time a person's code is shown. */
export function drawPersonCode(view: View, personId: string, code: string): Html {
  const { language } = view.session
  return html`<section class="card" role="status">
    <h2>${say('personCodeIssued', language)}</h2>
    <p class="mono">${personId}</p>
    <p class="code">${code}</p>
    <p class="soft">${say('personCodeOnce', language)}</p>
    <p><a href="/admin/operators">${say('operators', language)}</a></p>
  </section>`
}
