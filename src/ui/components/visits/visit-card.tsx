import { useState } from 'react'
import { AppointmentOutcome, type Appointment } from '../../../contract/appointment.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { Icon } from '../../../design/components/icon.tsx'
import { Mark } from '../../../design/components/mark.tsx'
import { Segments } from '../../../design/components/segments.tsx'
import { useUiState } from '../../core/context.tsx'
import { sayDay } from '../../../texts/say-time.ts'
import { useTexts } from '../../core/use-texts.ts'
import { useTimes } from '../../core/use-times.ts'
import { SettleDialog } from './settle-dialog.tsx'

interface VisitCardProps {
  visit: Appointment
  isNext: boolean
  onOpen(reference: string): void
  onSettled(): void
}

/** What may be said of a visit that was not held. */
export const withoutCheck: AppointmentOutcome[] = AppointmentOutcome.options.filter((value) => value !== 'done')

/** One home visit: when, who, where, with the way there and the telephone; started, or settled after a question. */
export function VisitCard({ visit, isNext, onOpen, onSettled }: VisitCardProps) {
  const { t, language } = useTexts()
  const { sayClock, dayOf } = useTimes()
  const today = useUiState((state) => state.status!.today)
  const [asked, setAsked] = useState<AppointmentOutcome | null>(null)
  const { outcome, reference } = visit
  const day = dayOf(visit.startsAt)
  const mayStart = outcome === null || (outcome === 'no_show' && day === today && visit.citizenName !== '')
  return (
    <li className={`card ${outcome ? 'done' : ''} ${isNext ? 'next-stop' : ''}`}>
      <div className="spread">
        <span className="time">
          {day !== today && `${sayDay(day, language, 'short')}, `}
          {sayClock(visit.startsAt)} – {sayClock(visit.endsAt)}
        </span>
        {outcome && <Mark tone={outcome === 'done' ? 'good' : 'attention'}>{t(`words:visit.${outcome}`)}</Mark>}
        {isNext && <span className="tag">{t('home:nextStop')}</span>}
      </div>
      <strong>{visit.citizenName || reference}</strong>
      <span>{visit.address}</span>
      {visit.note && <span className="soft">{visit.note}</span>}
      {outcome === null && <Ways visit={visit} />}
      {mayStart && (
        <ActionButton onPress={() => onOpen(reference)}>
          {t(outcome === null ? 'home:startVisit' : 'home:tryAgain')}
        </ActionButton>
      )}
      {outcome === null && (
        <>
          <span className="soft small" aria-hidden="true">
            {t('home:settle')}
          </span>
          <Segments
            label={t('home:settle')}
            value={null}
            onChange={(chosen: AppointmentOutcome) => setAsked(chosen)}
            // Nobody is absent from a visit whose day has not come.
            options={withoutCheck
              .filter((value) => day <= today || value !== 'no_show')
              .map((value) => ({ value, label: t(`words:visit.${value}`) }))}
          />
        </>
      )}
      {asked && <SettleDialog visit={visit} outcome={asked} onClose={() => setAsked(null)} onSettled={onSettled} />}
    </li>
  )
}

/** Opened by the machine's own map and telephone: `geo:` (RFC 5870) and `tel:` (RFC 3966). */
function Ways({ visit: { address, phone } }: { visit: Appointment }) {
  const { t } = useTexts()
  if (address === '' && phone === null) return null
  return (
    <div className="row">
      {address !== '' && (
        <a className="button quiet" href={`geo:0,0?q=${encodeURIComponent(address)}`}>
          <Icon name="forward" />
          <span>{t('home:map')}</span>
        </a>
      )}
      {phone !== null && (
        <a
          className="button quiet"
          href={`tel:${phone.replace(/[^+\d]/g, '')}`}
          aria-label={`${t('home:call')} ${phone}`}
        >
          <Icon name="phone" />
          <span>{phone}</span>
        </a>
      )}
    </div>
  )
}
