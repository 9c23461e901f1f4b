import { useState, type ReactNode } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { useSession, useUi } from '../../core/context.tsx'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { FilePanel } from '../compare/file-panel.tsx'
import { PageLayout } from './page-layout.tsx'
import { HelpButton } from './help-button.tsx'
import { Journey } from './journey.tsx'
import { LeaveDialog } from './leave-dialog.tsx'

interface StepLayoutProps {
  title: string
  lead?: string
  children: ReactNode
  next?: ReactNode
  focusKey?: string
  /** Stands in the file's place, and below the stage on a tablet; the file is then one press away. */
  side?: ReactNode
}

/** The layout of a step: journey left, file right, and the ways out at the left end of the bar. */
export function StepLayout({ title, lead, children, next, focusKey, side }: StepLayoutProps) {
  const { t } = useTexts()
  const { store } = useUi()
  const session = useSession()
  const [leaving, setLeaving] = useState(false)
  const sealed = session.step === 'receipt'
  return (
    <PageLayout
      title={title}
      lead={lead}
      focusKey={focusKey ?? session.step}
      journey={<Journey session={session} />}
      file={
        side ? (
          <div className="file side">{side}</div>
        ) : (
          <aside className="file" tabIndex={0} aria-label={t('layout:file')}>
            <FilePanel session={session} />
          </aside>
        )
      }
      aside={
        <>
          {!sealed && (
            <ActionButton kind="quiet" icon="leave" onPress={() => setLeaving(true)}>
              {t('layout:leave')}
            </ActionButton>
          )}
          <HelpButton />
          <ActionButton
            kind="quiet"
            icon="document"
            className={side ? '' : 'only-narrow'}
            onPress={() => store.setState({ sheet: 'file' })}
          >
            {t('layout:file')}
          </ActionButton>
        </>
      }
      next={next}
    >
      {children}
      {leaving && <LeaveDialog onClose={() => setLeaving(false)} />}
    </PageLayout>
  )
}
