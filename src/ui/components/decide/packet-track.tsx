import { useTexts } from '../../core/use-texts.ts'
import type { PacketState, SealedView } from '../../../contract/session.ts'
import { Icon } from '../../../design/components/icon.tsx'
import { Notice } from '../../../design/components/notice.tsx'

const track = ['queued', 'sent', 'received', 'decided'] as const satisfies PacketState[]

/** Queued, sent, received, decided: the kiosk's approval is not yet central's decision (R20), so both are shown. */
export function PacketTrack({ sealed }: { sealed: SealedView }) {
  const { t } = useTexts()
  const { state, centralDecision } = sealed
  const reached = state === 'parked' ? 0 : track.indexOf(state)
  return (
    <div className="stack">
      <ol className="track" aria-label={t('receipt:track')}>
        {track.map((step, index) => (
          <li key={step} className={index <= reached ? 'reached' : 'ahead'} aria-current={index === reached}>
            <span className="bullet">{index <= reached ? <Icon name="check" size={18} /> : index + 1}</span>
            <span>
              <strong>{t(`words:packet.${step}`)}</strong>
              <span className="small soft">
                {step === 'decided' && centralDecision
                  ? t(`words:central.${centralDecision}`)
                  : t(`receipt:trackText.${step}`)}
              </span>
            </span>
          </li>
        ))}
      </ol>
      {state === 'parked' && (
        <Notice tone="bad">
          <p>{t('receipt:parked')}</p>
        </Notice>
      )}
    </div>
  )
}
