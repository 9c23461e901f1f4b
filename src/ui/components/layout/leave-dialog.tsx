import { useTexts } from '../../core/use-texts.ts'
import { useIntent } from '../../core/context.tsx'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { SheetDialog } from '../../../design/components/dialog.tsx'
import { FailureLine } from './failure-panel.tsx'

/** Leaves the case: kept as a draft, or dropped for good. */
export function LeaveDialog({ onClose }: { onClose(): void }) {
  const { t } = useTexts()
  const { run, pending, failure } = useIntent()
  return (
    <SheetDialog title={t('layout:leaveTitle')} onClose={onClose} role="alertdialog">
      <p>{t('layout:leaveText')}</p>
      <FailureLine failure={failure} />
      <div className="ends">
        <ActionButton kind="quiet" onPress={onClose}>
          {t('layout:stay')}
        </ActionButton>
        <ActionButton pending={pending} onPress={() => void run('session.leave', { keepDraft: false })}>
          {t('layout:drop')}
        </ActionButton>
        <ActionButton kind="primary" pending={pending} onPress={() => void run('session.leave', { keepDraft: true })}>
          {t('layout:keep')}
        </ActionButton>
      </div>
    </SheetDialog>
  )
}
