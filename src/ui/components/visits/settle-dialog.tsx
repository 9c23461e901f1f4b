import type { Appointment, AppointmentOutcome } from '../../../contract/appointment.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { SheetDialog } from '../../../design/components/dialog.tsx'
import { useIntent } from '../../core/context.tsx'
import { useTexts } from '../../core/use-texts.ts'
import { FailureLine } from '../layout/failure-panel.tsx'

interface SettleDialogProps {
  visit: Appointment
  outcome: AppointmentOutcome
  onClose(): void
  onSettled(): void
}

/** A visit without a check is asked about before it is recorded: central hears of it, and the citizen may lose the day. */
export function SettleDialog({ visit, outcome, onClose, onSettled }: SettleDialogProps) {
  const { t } = useTexts()
  const { run, pending, failure } = useIntent()
  const { appointmentId, citizenName, reference } = visit
  const said = t(`words:visit.${outcome}`)
  async function settle() {
    const done = await run('appointment.settle', { appointmentId, outcome, note: null })
    if (done === undefined) return
    onSettled()
    onClose()
  }
  return (
    <SheetDialog title={t('home:absentTitle', { name: citizenName || reference })} role="alertdialog" onClose={onClose}>
      <p>{t(outcome === 'no_show' ? 'home:absentAgain' : 'home:absentText', { outcome: said })}</p>
      <FailureLine failure={failure} />
      <div className="ends">
        <ActionButton kind="quiet" onPress={onClose}>
          {t('common:cancel')}
        </ActionButton>
        <ActionButton pending={pending} onPress={() => void settle()}>
          {t('home:absentSure', { outcome: said })}
        </ActionButton>
      </div>
    </SheetDialog>
  )
}
