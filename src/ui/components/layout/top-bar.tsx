import { useTexts } from '../../core/use-texts.ts'
import { Button } from 'react-aria-components'
import type { StationStatus } from '../../../contract/status.ts'
import { useUi, useUiState } from '../../core/context.tsx'
import { unsentOf } from '../../core/unsent.ts'
import { Icon, type IconName } from '../../../design/components/icon.tsx'
import { LanguageButton } from './language-button.tsx'
import { OperatorMenu } from './operator-menu.tsx'

type Lamp = 'good' | 'bad' | 'attention' | 'plain'
const readerLamps: Record<StationStatus['reader']['state'], Lamp> = {
  ready: 'good',
  document_present: 'good',
  simulated: 'good',
  none: 'bad',
  service_down: 'bad',
  fault: 'bad',
}
const networkLamps: Record<StationStatus['network']['state'], Lamp> = {
  online: 'good',
  offline: 'attention',
  unknown: 'plain',
}

function StatusLamp({ tone, icon, name, state }: { tone: Lamp; icon: IconName; name: string; state: string }) {
  return (
    <span className={`lamp ${tone}`} title={`${name}: ${state}`}>
      <Icon name={icon} size={20} />
      <span className="visually-hidden">{name}: </span>
      <span className="word">{state}</span>
    </span>
  )
}

/** Station, reader, network, queue, operator, language: on every screen, in words. */
export function TopBar() {
  const { t } = useTexts()
  const { store } = useUi()
  const status = useUiState((state) => state.status)
  const busy = useUiState((state) => state.session !== null)
  if (!status) return null
  const { reader, network, queue, operator, locked } = status
  const inside = operator !== null && !locked
  return (
    <header className="top">
      <div className="brand">
        <strong className="wordmark">
          <Icon name="brand" size={26} />
          Guichet
        </strong>
        <span className="place">{status.branchName}</span>
      </div>
      {inside && (
        <>
          <StatusLamp
            tone={readerLamps[reader.state]}
            icon="reader"
            name={t('layout:reader')}
            state={t(`layout:readerState.${reader.state}`)}
          />
          <StatusLamp
            tone={networkLamps[network.state]}
            icon="network"
            name={t('layout:network')}
            state={t(`layout:networkState.${network.state}`)}
          />
          <Button
            className={`lamp ${queue.parked > 0 ? 'bad' : ''}`}
            isDisabled={busy}
            onPress={() => store.setState({ page: 'queue' })}
          >
            <Icon name="queue" size={20} />
            {t('layout:queue', { count: unsentOf({ queue }) })}
          </Button>
          <OperatorMenu operator={operator} busy={busy} />
        </>
      )}
      <LanguageButton />
    </header>
  )
}
