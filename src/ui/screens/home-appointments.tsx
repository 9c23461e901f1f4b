import { useTexts } from '../core/use-texts.ts'
import type { Appointment } from '../../contract/appointment.ts'
import { AppointmentOutcome } from '../../contract/appointment.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { Mark } from '../../design/components/mark.tsx'
import { Segments } from '../../design/components/segments.tsx'
import { useIntent, useUiState, type Fetched, type Intent } from '../core/context.tsx'
import { dayOf, sayClock, sayDate } from '../core/format.ts'

interface AppointmentsProps {
  appointments: Fetched<Appointment[]>
  onOpen(reference: string): void
}

const inOrder = (visits: Appointment[] | null) =>
  [...(visits ?? [])].sort((a, b) => a.startsAt.localeCompare(b.startsAt))

/** The visit that comes next today, if any is left. */
export const nextVisit = (visits: Appointment[] | null, today: string): Appointment | undefined =>
  inOrder(visits).find(({ outcome, startsAt }) => outcome === null && dayOf(startsAt) === today)

/** The postman's day: the visits ahead in their order, then those behind; each opened or settled here, without network. */
export function Appointments({ appointments, onOpen }: AppointmentsProps) {
  const { t } = useTexts()
  const intent = useIntent()
  const list = inOrder(appointments.data)
  const ahead = list.filter(({ outcome }) => outcome === null)
  const settled = list.filter(({ outcome }) => outcome !== null)
  const visit = (shown: Appointment) => (
    <Visit key={shown.appointmentId} visit={shown} intent={intent} onOpen={onOpen} onSettled={appointments.reload} />
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
  intent: Intent
  onOpen(reference: string): void
  onSettled(): void
}

function Visit({ visit, intent, onOpen, onSettled }: VisitProps) {
  const { t, language } = useTexts()
  const { appointmentId, outcome } = visit
  const today = useUiState((state) => state.status!.today)
  const day = dayOf(visit.startsAt)
  const settle = (chosen: AppointmentOutcome) =>
    void intent.run('appointment.settle', { appointmentId, outcome: chosen, note: null }).then(onSettled)
  return (
    <li className={outcome ? 'card done' : 'card'}>
      <div className="spread">
        <span className="time">
          {day !== today && `${sayDate(day, language, 'short')}, `}
          {sayClock(visit.startsAt, language)} – {sayClock(visit.endsAt, language)}
        </span>
        {outcome && <Mark tone={outcome === 'done' ? 'good' : 'attention'}>{t(`words:visit.${outcome}`)}</Mark>}
      </div>
      <strong>{visit.citizenName || visit.reference}</strong>
      <span>{visit.address}</span>
      {visit.phone && <span className="soft">{visit.phone}</span>}
      {visit.note && <span className="soft">{visit.note}</span>}
      {!outcome && (
        <>
          <ActionButton onPress={() => onOpen(visit.reference)}>{t('home:startVisit')}</ActionButton>
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
