import type { ReactNode } from 'react'

/** One line of a table of figures: what is counted, what that means where it is explained, and how often. */
export type FigureLine = { key: string; label: string; means?: string; value: ReactNode }

/** Figures one below the other; the title is what a screen reader calls the table. */
export function FigureList({ title, lines }: { title: string; lines: readonly FigureLine[] }) {
  return (
    <table className="list figure-list">
      <caption className="visually-hidden">{title}</caption>
      <tbody>
        {lines.map(({ key, label, means, value }) => (
          <tr key={key}>
            <th scope="row">
              {label}
              {means !== undefined && <span className="soft small block">{means}</span>}
            </th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
