import { useState } from 'react'
import type { Appointment, AppointmentOutcome } from '../../../contract/appointment.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { SheetDialog } from '../../../design/components/dialog.tsx'
import { Segments } from '../../../design/components/segments.tsx'
import { useIntent, useUiState } from '../../core/context.tsx'
import { unsentOf } from '../../core/unsent.ts'
import { useTexts } from '../../core/use-texts.ts'
import { useTimes } from '../../core/use-times.ts'
import { FailureLine } from '../layout/failure-panel.tsx'
import { withoutCheck } from './visit-card.tsx'

interface EveningProps {
  /** Of today, settled or not. */
  visits: Appointment[]
  onClose(): void
  onSettled(): void
}

/** The end of a round in one screen: what was done, what is left to say, and whether everything has gone. */
export function EveningSettlement({ visits, onClose, onSettled }: EveningProps) {
  const { t } = useTexts()
  const { sayClock } = useTimes()
  const waiting = useUiState(({ status }) => (status ? unsentOf(status) : 0))
  const { run, pending, failure } = useIntent()
  const [said, setSaid] = useState<Record<string, AppointmentOutcome>>({})
  const open = visits.filter(({ outcome }) => outcome === null)
  const done = visits.filter(({ outcome }) => outcome === 'done').length
  async function save() {
    for (const [appointmentId, outcome] of Object.entries(said)) {
      if ((await run('appointment.settle', { appointmentId, outcome, note: null })) === undefined) return onSettled()
    }
    onSettled()
    onClose()
  }
  return (
    <SheetDialog title={t('home:evening')} shape="dialog broad" closeLabel={t('common:close')} onClose={onClose}>
      <p>{t('home:eveningDone', { done, others: visits.length - done - open.length, open: open.length })}</p>
      <p>{open.length === 0 ? t('home:eveningNothing') : t('home:eveningLead')}</p>
      {waiting > 0 && <p>{t('home:eveningQueue', { count: waiting })}</p>}
      <ul className="cards">
        {open.map(({ appointmentId, startsAt, citizenName, reference }) => (
          <li key={appointmentId} className="card">
            <div className="spread">
              <strong>
                {sayClock(startsAt)} {citizenName || reference}
              </strong>
              <Segments
                label={`${t('home:settle')}: ${citizenName || reference}`}
                value={said[appointmentId] ?? null}
                onChange={(outcome) => setSaid({ ...said, [appointmentId]: outcome })}
                options={withoutCheck.map((value) => ({ value, label: t(`words:visit.${value}`) }))}
              />
            </div>
          </li>
        ))}
      </ul>
      <FailureLine failure={failure} />
      <div className="ends">
        <ActionButton
          kind="primary"
          disabled={Object.keys(said).length === 0}
          pending={pending}
          onPress={() => void save()}
        >
          {t('home:eveningSave')}
        </ActionButton>
      </div>
    </SheetDialog>
  )
}
