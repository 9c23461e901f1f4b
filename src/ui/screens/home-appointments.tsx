import { useTranslation } from 'react-i18next'
import type { Appointment } from '../../contract/appointment.ts'
import { AppointmentOutcome } from '../../contract/appointment.ts'
import { ActionButton } from '../components/buttons.tsx'
import { FailureLine } from '../components/failure-panel.tsx'
import { Mark } from '../components/mark.tsx'
import { Segments } from '../components/segments.tsx'
import { useIntent, useRequest, type Intent } from '../core/context.tsx'
import { sayClock } from '../core/format.ts'
import { languageOf } from '../core/language.ts'

/** The postman's day: the visits ahead in their order, then those behind; each opened or settled here, without network. */
export function Appointments({ onOpen }: { onOpen(reference: string): void }) {
  const { t } = useTranslation()
  const intent = useIntent()
  const appointments = useRequest('appointment.list', {})
  const list = [...(appointments.data ?? [])].sort((a, b) => a.startsAt.localeCompare(b.startsAt))
  const ahead = list.filter(({ outcome }) => outcome === null)
  const settled = list.filter(({ outcome }) => outcome !== null)
  const visit = (shown: Appointment) => (
    <Visit
      key={shown.appointmentId}
      visit={shown}
      first={shown === ahead[0]}
      intent={intent}
      onOpen={onOpen}
      onSettled={appointments.reload}
    />
  )
  return (
    <section className="stack" aria-labelledby="appointments">
      <div className="spread">
        <h2 id="appointments">{t('home:appointments')}</h2>
        <ActionButton
          kind="quiet"
          pending={intent.pending}
          onPress={() => void intent.run('appointment.refresh', {}).then(appointments.reload)}
        >
          {t('home:refresh')}
        </ActionButton>
      </div>
      <FailureLine code={intent.code ?? appointments.code} />
      {list.length === 0 && <p className="soft">{t('home:noAppointments')}</p>}
      {ahead.length > 0 && <ul className="cards">{ahead.map(visit)}</ul>}
      {settled.length > 0 && (
        <>
          <h3>{t('home:settled')}</h3>
          <ul className="cards">{settled.map(visit)}</ul>
        </>
      )}
    </section>
  )
}

interface VisitProps {
  visit: Appointment
  /** The next one: its button stands out. */
  first: boolean
  intent: Intent
  onOpen(reference: string): void
  onSettled(): void
}

function Visit({ visit, first, intent, onOpen, onSettled }: VisitProps) {
  const { t, i18n } = useTranslation()
  const language = languageOf(i18n)
  const { appointmentId, outcome } = visit
  const settle = (chosen: AppointmentOutcome) =>
    void intent.run('appointment.settle', { appointmentId, outcome: chosen, note: null }).then(onSettled)
  return (
    <li className={outcome ? 'card done' : 'card'}>
      <div className="spread">
        <span className="time">
          {sayClock(visit.startsAt, language)} – {sayClock(visit.endsAt, language)}
        </span>
        {outcome && <Mark tone={outcome === 'done' ? 'good' : 'attention'}>{t(`words:visit.${outcome}`)}</Mark>}
      </div>
      <strong>{visit.citizenName}</strong>
      <span>{visit.address}</span>
      {visit.phone && <span className="soft">{visit.phone}</span>}
      {visit.note && <span className="soft">{visit.note}</span>}
      {!outcome && (
        <>
          <ActionButton kind={first ? 'primary' : 'plain'} onPress={() => onOpen(visit.reference)}>
            {t('home:startVisit')}
          </ActionButton>
          <span className="soft small" aria-hidden="true">
            {t('home:settle')}
          </span>
          <Segments
            label={t('home:settle')}
            value={null}
            onChange={settle}
            options={AppointmentOutcome.options
              .filter((value) => value !== 'done')
              .map((value) => ({ value, label: t(`words:visit.${value}`) }))}
          />
        </>
      )}
    </li>
  )
}
