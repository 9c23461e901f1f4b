import { PracticeFigures } from '../../contract/practice.ts'
import { textsIn } from '../../texts/texts-in.ts'
import type { Central } from '../context.ts'
import { countSent, readPractice } from '../training/visitors/practice-figures.ts'
import { html, type Html } from './html.ts'
import { drawNamedTable, type View } from './page.ts'
import { say } from './texts.ts'

/** Practice cases of training by person, for those who may see people's figures; nothing where there are none. */
export async function drawPractice(central: Central, view: View, branch: string | null): Promise<Html | null> {
  const sent = await countSent(central, branch)
  const operators = [...sent.keys()]
  const practiceOf = await readPractice(central, { operators, branch })
  if (practiceOf === null || operators.length === 0) return null
  const { language } = view.session
  const t = textsIn(language)
  const counts = PracticeFigures.keyof().options
  return html`<section class="card">
    <h2>${t('practice:figures')}</h2>
    <p class="soft">${t('practice:purpose')}</p>
    ${drawNamedTable(
      view,
      [say('byOperator', language), t('practice:sent'), ...counts.map((name) => t(`practice:count.${name}`))],
      operators.map(
        (one) =>
          html`<tr>
            <th scope="row">${one}</th>
            <td class="number">${sent.get(one)!}</td>
            ${counts.map((name) => html`<td class="number">${practiceOf(one)[name]}</td>`)}
          </tr>`,
      ),
    )}
  </section>`
}
