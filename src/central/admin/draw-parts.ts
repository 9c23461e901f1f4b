import { html, type Html } from './html.ts'

type Cell = string | number | Html

/** Names and what they are, one below the other. */
export const drawFacts = (facts: readonly (readonly [name: string, value: Cell])[]): Html =>
  html`<dl class="facts">
    ${facts.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`

/** A table of its own words; the first cell of a row is its heading. Rows with `isMarked` stand out. */
export function drawSmallTable(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  isMarked: (row: number) => boolean = () => false,
): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <thead>
        <tr>
          ${headings.map((one) => html`<th scope="col">${one}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...rest], i) =>
            html`<tr class="${isMarked(i) ? 'marked' : ''}">
              <th scope="row">${first!}</th>
              ${rest.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
