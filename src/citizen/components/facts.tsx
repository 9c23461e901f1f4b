import type { ReactNode } from 'react'

/** Rows of name and value; a value that is to be compared is never cut inside a word. */
export function Facts({ rows }: { rows: readonly { name: string; value: ReactNode; action?: ReactNode }[] }) {
  return (
    <dl className="facts">
      {rows.map(({ name, value, action }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {action && <dd className="act">{action}</dd>}
        </div>
      ))}
    </dl>
  )
}
