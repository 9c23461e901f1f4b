import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

const icons: Record<'plain' | 'good' | 'bad' | 'attention', IconName> = {
  plain: 'info',
  good: 'check',
  bad: 'failure',
  attention: 'warning',
}

/** A short message that belongs to the stage. */
export function Notice({ tone = 'plain', children }: { tone?: keyof typeof icons; children: ReactNode }) {
  return (
    <div className={`notice ${tone}`}>
      <Icon name={icons[tone]} />
      <div className="stack tight grow">{children}</div>
    </div>
  )
}
