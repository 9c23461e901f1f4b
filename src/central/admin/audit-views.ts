import type { Central } from '../context.ts'
import { html, type Html } from './html.ts'
import { drawPager, drawSearch, drawTable, drawTime, linkTo, literally, type View } from './page.ts'
import type { Query } from './query.ts'
import { say, sayDeed, sayResult } from './texts.ts'

const pageSize = 100

/** The audit, the newest row first; the search matches any part of actor, action or subject. */
export async function drawAudit({ db }: Central, view: View, { q, page }: Query): Promise<Html> {
  const { language } = view.session
  const part = `%${literally(q)}%`
  const found = await db
    .selectFrom('audit')
    .select(['at', 'actor', 'action', 'subject', 'result', 'detail'])
    .$if(q !== '', (query) =>
      query.where((eb) => eb.or([eb('actor', 'like', part), eb('action', 'like', part), eb('subject', 'like', part)])),
    )
    .orderBy('at', 'desc')
    .orderBy('audit_id', 'desc')
    .offset((page - 1) * pageSize)
    .limit(pageSize + 1)
    .execute()
  const link = (to: number) => linkTo('audit', { q, page: to === 1 ? null : to })
  return html`<section class="card">
    ${drawSearch(view, 'audit', 'searchAudit', q)}
    <p class="soft">${say('newestFirst', language)}</p>
    ${drawTable(
      view,
      ['at', 'who', 'deed', 'about', 'result'],
      found.slice(0, pageSize).map(
        (row) =>
          html`<tr>
            <td>${drawTime(view, row.at)}</td>
            <td>${row.actor}</td>
            <td>${sayDeed(row.action, language)}</td>
            <td class="mono">
              ${row.subject}${row.detail === null ? null : html`<br /><span class="soft">${row.detail}</span>`}
            </td>
            <td>${sayResult(row.result, language)}</td>
          </tr>`,
      ),
    )}
    ${drawPager(view, page > 1 ? link(1) : null, found.length > pageSize ? link(page + 1) : null)}
  </section>`
}
