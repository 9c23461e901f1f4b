import { useEffect, useRef, useState } from 'react'
import type { Appointment } from '../../contract/appointment.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { EveningSettlement } from '../components/visits/evening-settlement.tsx'
import { VisitCard } from '../components/visits/visit-card.tsx'
import { useIntent, useRequest, useUiState, type Fetched } from '../core/context.tsx'
import { useTexts } from '../core/use-texts.ts'
import { useTimes } from '../core/use-times.ts'

interface AppointmentsProps {
  appointments: Fetched<Appointment[]>
  onOpen(reference: string): void
}

const inOrder = (visits: Appointment[] | null) =>
  [...(visits ?? [])].sort((a, b) => a.startsAt.localeCompare(b.startsAt))

/** The visit that comes next today, if any is left. */
export const nextVisit = (
  visits: Appointment[] | null,
  today: string,
  dayOf: (value: string) => string,
): Appointment | undefined =>
  inOrder(visits).find(({ outcome, startsAt }) => outcome === null && dayOf(startsAt) === today)

/** The postman's day: the next stop, the visits ahead in their order, those of other days apart, then those behind; each opened or settled here, without network. */
export function Appointments({ appointments, onOpen }: AppointmentsProps) {
  const { t } = useTexts()
  const { dayOf } = useTimes()
  const today = useUiState((state) => state.status!.today)
  const intent = useIntent()
  const [evening, setEvening] = useState(false)
  const refresh = () => void intent.run('appointment.refresh', {}).then(appointments.reload)
  const fetched = useRequest('appointment.fetched', {}, intent.pending ? 1 : 0).data
  useFirstFetch(fetched?.at === null, refresh)
  const list = inOrder(appointments.data)
  const next = nextVisit(list, today, dayOf)
  const ahead = list.filter(({ outcome }) => outcome === null)
  const later = ahead.filter(({ startsAt }) => dayOf(startsAt) > today)
  const due = ahead.filter((visit) => !later.includes(visit))
  const settled = list.filter(({ outcome }) => outcome !== null)
  const ofToday = list.filter(({ startsAt }) => dayOf(startsAt) === today)
  const card = (visit: Appointment) => (
    <VisitCard
      key={visit.appointmentId}
      visit={visit}
      isNext={visit === next}
      onOpen={onOpen}
      onSettled={appointments.reload}
    />
  )
  return (
    <section className="stack" aria-labelledby="appointments">
      <div className="spread">
        <h2 id="appointments">{t('home:appointments')}</h2>
        <div className="row">
          {ofToday.length > 0 && (
            <ActionButton kind="quiet" onPress={() => setEvening(true)}>
              {t('home:evening')}
            </ActionButton>
          )}
          <ActionButton kind="quiet" pending={intent.pending} onPress={refresh}>
            {t('home:refresh')}
          </ActionButton>
        </div>
      </div>
      <FailureLine failure={intent.failure ?? appointments.code} />
      {appointments.data !== null && list.length === 0 && fetched !== null && <NoVisits at={fetched.at} />}
      {due.length > 0 && <ul className="cards">{due.map(card)}</ul>}
      {later.length > 0 && (
        <>
          <h3>{t('home:later')}</h3>
          <ul className="cards">{later.map(card)}</ul>
        </>
      )}
      {settled.length > 0 && (
        <>
          <h3>{t('home:settled')}</h3>
          <ul className="cards">{settled.map(card)}</ul>
        </>
      )}
      {evening && (
        <EveningSettlement visits={ofToday} onClose={() => setEvening(false)} onSettled={appointments.reload} />
      )}
    </section>
  )
}

/** Visits that nobody has fetched yet are fetched once by themselves, as soon as central is within reach. */
function useFirstFetch(isMissing: boolean, fetchThem: () => void) {
  const isOnline = useUiState((state) => state.status!.network.state === 'online')
  const tried = useRef(false)
  useEffect(() => {
    if (!isMissing || !isOnline || tried.current) return
    tried.current = true
    fetchThem()
  }, [isMissing, isOnline, fetchThem])
}

/** An empty day that central confirmed today, one that nobody has asked about since, and one never asked about are three things. */
function NoVisits({ at }: { at: string | null }) {
  const { t } = useTexts()
  const { dayOf, sayTime } = useTimes()
  const today = useUiState((state) => state.status!.today)
  if (at === null) return <p>{t('home:neverFetched')}</p>
  return (
    <p className="soft">
      {dayOf(at) === today ? t('home:noAppointments') : t('home:fetchedBefore', { time: sayTime(at) })}
    </p>
  )
}
