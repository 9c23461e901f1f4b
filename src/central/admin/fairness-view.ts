import type { Central } from '../context.ts'
import { readFairness, type ShownCell } from '../figures/fairness.ts'
import { drawFrame } from './draw-parts.ts'
import { html, type Html } from './html.ts'
import { drawFilters, type View } from './page.ts'
import { say, sayDocument } from './texts.ts'

type Choice = { name: string; href: string; present: boolean }

const share = (value: number | null): string => (value === null ? '–' : `${Math.round(value * 100)} %`)

function drawCell(cell: ShownCell, hidden: string): Html {
  if (cell === null) return html`<td class="number soft"><abbr title="${hidden}">–</abbr></td>`
  const minutes = cell.meanSeconds === null ? '–' : (cell.meanSeconds / 60).toFixed(1)
  return html`<td class="number">
    ${cell.visits}<br /><span class="soft"
      >${share(cell.refusedShare)} / ${share(cell.cannotTellShare)} / ${minutes}</span
    >
  </td>`
}

/** A quarter's visits by document and age band; what is kept back is a dash. */
export async function drawFairness(
  central: Central,
  view: View,
  quarter: string,
  quarters: readonly string[],
  choose: (quarter: string) => Choice,
): Promise<Html> {
  const { language } = view.session
  const { documents, bands, cells } = await readFairness(central, quarter)
  const hidden = say('figHidden', language)
  const rows = documents.map(
    (document, i) =>
      html`<tr>
        <th scope="row">${sayDocument(document, language)}</th>
        ${cells[i]!.map((cell) => drawCell(cell, hidden))}
      </tr>`,
  )
  const table = drawFrame(say('fairness', language), [say('figAges', language), ...bands], rows)
  return html`<section class="card">
    <h2>${say('fairness', language)}</h2>
    <p class="soft">${say('fairnessHint', language)}</p>
    ${drawFilters(view, 'quarter', quarters.map(choose))}
    ${documents.length === 0 ? html`<p class="soft">${say('none', language)}</p>` : html`<div class="figures">${table}</div>`}
  </section>`
}
