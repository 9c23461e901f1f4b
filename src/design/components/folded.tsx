import type { ReactNode } from 'react'
import { Button, Disclosure, DisclosurePanel } from 'react-aria-components'
import { Icon } from './icon.tsx'

/** Details that most people do not need, one press away. */
export function Folded({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Disclosure className="folded">
      <Button slot="trigger" className="trigger">
        <Icon name="forward" size={18} />
        {title}
      </Button>
      <DisclosurePanel>
        <div className="inside stack tight">{children}</div>
      </DisclosurePanel>
    </Disclosure>
  )
}
