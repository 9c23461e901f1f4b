import type { ReactNode } from 'react'
import { Notice } from '../../design/components/notice.tsx'

/** That something was done, said aloud too. */
export function Done({ children }: { children: ReactNode }) {
  return (
    <div role="status">
      <Notice tone="good">{children}</Notice>
    </div>
  )
}
