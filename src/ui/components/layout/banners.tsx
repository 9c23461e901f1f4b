import { useTexts } from '../../core/use-texts.ts'
import { useIntent, useUiState } from '../../core/context.tsx'
import { useOpenChecks } from '../../core/use-open-checks.ts'
import { useTimes } from '../../core/use-times.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { FailureLine } from './failure-panel.tsx'
import { Icon } from '../../../design/components/icon.tsx'

/** What must never be overlooked: training, no network, a provisional session, a wrong clock, somebody else at the wire. */
export function Banners() {
  const { t } = useTexts()
  const { sayClock, sayTime } = useTimes()
  const status = useUiState((state) => state.status)
  const session = useUiState((state) => state.session)
  const sayOpenChecks = useOpenChecks()
  const settle = useIntent()
  if (!status) return null
  const { training, network, clock, queue, strangerAt, operator } = status
  return (
    <div className="banners" role="status">
      {training && (
        <p className="banner training">
          <Icon name="info" size={18} />
          <span>
            <strong>{t('layout:training')}</strong> {t('layout:trainingText')}
          </span>
        </p>
      )}
      {network.state === 'offline' && (
        <p className="banner">
          <Icon name="network" size={18} />
          <span>
            <strong>
              {network.since ? t('layout:offlineSince', { time: sayClock(network.since) }) : t('layout:offline')}
            </strong>{' '}
            {t('layout:offlineText')}
          </span>
        </p>
      )}
      {session?.provisional && (
        <p className="banner">
          <Icon name="clock" size={18} />
          <span>
            <strong>{t('layout:provisional')}</strong> {sayOpenChecks(session)}
          </span>
        </p>
      )}
      {clock.locked && (
        <p className="banner bad">
          <Icon name="clock" size={18} />
          <span>{t('layout:timeUnconfirmed')}</span>
          {operator?.role === 'manager' && (
            <ActionButton kind="quiet" pending={settle.pending} onPress={() => void settle.run('clock.settle', {})}>
              {t('layout:timeSettle', { time: sayTime(new Date().toISOString()) })}
            </ActionButton>
          )}
          <FailureLine failure={settle.failure} />
        </p>
      )}
      {clock.skewed && (
        <p className="banner bad">
          <Icon name="clock" size={18} />
          <span>{t('layout:clock', { minutes: Math.round(Math.abs(clock.skewSeconds) / 60) })}</span>
        </p>
      )}
      {strangerAt !== null && (
        <p className="banner bad">
          <Icon name="warning" size={18} />
          <span>{t('layout:stranger', { time: sayClock(strangerAt) })}</span>
        </p>
      )}
      {queue.parked > 0 && (
        <p className="banner bad">
          <Icon name="warning" size={18} />
          <span>{t('layout:parked', { count: queue.parked })}</span>
        </p>
      )}
    </div>
  )
}
