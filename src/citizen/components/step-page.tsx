import type { ReactNode } from 'react'
import type { ApplicationStep } from '../../contract/identity/application.ts'
import { pages, stepOrder } from '../core/routes.ts'
import { Page } from './page.tsx'

interface StepPageProps {
  step: ApplicationStep
  title: string
  lead?: ReactNode
  children: ReactNode
}

/** A page of the application, with how far it is. */
export function StepPage({ step, title, lead, children }: StepPageProps) {
  const index = stepOrder.indexOf(step)
  const before = stepOrder[index - 1]
  return (
    <Page
      title={title}
      lead={lead}
      back={before && before !== 'email' ? pages[before] : pages.welcome}
      progress={{ step: index + 1, of: stepOrder.length }}
    >
      {children}
    </Page>
  )
}
