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

/** The frame of every table: a region that scrolls by itself, also by keyboard, with a heading per column. */
export const drawFrame = (label: string, headings: readonly string[], rows: readonly Html[]): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${headings.map((one) => html`<th scope="col">${one}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`

/** A table of its own words; the first cell of a row is its heading. Rows with `isMarked` stand out. */
export function drawSmallTable(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  isMarked: (row: number) => boolean = () => false,
): Html {
  const drawn = rows.map(
    ([first, ...rest], i) =>
      html`<tr class="${isMarked(i) ? 'marked' : ''}">
        <th scope="row">${first!}</th>
        ${rest.map((cell) => html`<td>${cell}</td>`)}
      </tr>`,
  )
  return drawFrame(caption, headings, drawn)
}
