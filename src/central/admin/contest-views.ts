import type { Central } from '../context.ts'
import { openContests, type OpenContest } from '../intake/open-contests.ts'
import { caseLink } from './case/case-link.ts'
import { html, type Html } from './html.ts'
import { drawBadge, drawForm, drawTable, drawTime, type View } from './page.ts'
import { say, type Word } from './texts.ts'

/** What citizens contest, each to be answered by a person before its day. */
export async function drawContests(central: Central, view: View): Promise<Html> {
  const open = await openContests(central)
  const headings = ['reference', 'contestWords', 'contestReceived', 'contestDue', 'actions'] as const
  return html`<section class="card">
    <p class="soft">${say('contestHint', view.session.language)}</p>
    ${drawTable(
      view,
      headings,
      open.map((contest) => drawContest(view, contest)),
    )}
  </section>`
}

function drawContest(view: View, contest: OpenContest): Html {
  const word = (name: Word) => say(name, view.session.language)
  const path = `/admin/contests/${contest.applicationId}/answer`
  const answer = (name: Word, value: string) =>
    drawForm(view, path, html`<input type="hidden" name="answer" value="${value}" /><button>${word(name)}</button>`)
  return html`<tr>
    <td class="mono"><a href="${caseLink(contest.applicationId)}">${contest.reference}</a></td>
    <td>${contest.words ?? ''}</td>
    <td>${drawTime(view, contest.receivedAt)}</td>
    <td>${contest.isLate ? drawBadge(view, 'late') : null} ${drawTime(view, contest.dueAt)}</td>
    <td>${answer('answerUpheld', 'upheld')} ${answer('answerSecondVisit', 'second_visit')}</td>
  </tr>`
}
