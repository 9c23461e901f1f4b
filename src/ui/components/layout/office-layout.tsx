import type { ReactNode } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { useUi } from '../../core/context.tsx'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { PageLayout } from './page-layout.tsx'
import { HelpButton } from './help-button.tsx'

interface OfficeLayoutProps {
  title: string
  lead?: string
  next?: ReactNode
  /** Another way back than to the counter. */
  back?: { label: string; go(): void }
  children: ReactNode
}

/** A back-office page: the same layout, with the way back to the counter at the left end of the bar. */
export function OfficeLayout({ title, lead, next, back, children }: OfficeLayoutProps) {
  const { t } = useTexts()
  const { store } = useUi()
  return (
    <PageLayout
      title={title}
      lead={lead}
      next={next}
      aside={
        <>
          <ActionButton kind="quiet" icon="back" onPress={back?.go ?? (() => store.setState({ page: 'counter' }))}>
            {back?.label ?? t('layout:toCounter')}
          </ActionButton>
          <HelpButton />
        </>
      }
    >
      {children}
    </PageLayout>
  )
}
