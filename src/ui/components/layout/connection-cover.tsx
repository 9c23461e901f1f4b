import { useTexts } from '../../core/use-texts.ts'
import { useUiState } from '../../core/context.tsx'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { Icon } from '../../../design/components/icon.tsx'

/** Covers everything while the station cannot be reached; the page comes back by itself. */
export function ConnectionCover() {
  const { t } = useTexts()
  const connection = useUiState((state) => state.connection)
  const started = useUiState((state) => state.status !== null)
  if (connection === 'open' && started) return null
  const state = connection === 'open' ? 'connecting' : connection
  return (
    <div className="whole" role="alertdialog" aria-modal="true" aria-labelledby="cover-title">
      <div className="stack cover">
        <Icon name={state === 'connecting' ? 'clock' : 'warning'} size={48} />
        <h1 id="cover-title">{t(`layout:connection.${state}.title`)}</h1>
        <p className="lead">{t(`layout:connection.${state}.text`)}</p>
        {state === 'taken' && (
          <div>
            <ActionButton kind="primary" onPress={() => location.reload()}>
              {t('layout:takeOver')}
            </ActionButton>
          </div>
        )}
      </div>
    </div>
  )
}
