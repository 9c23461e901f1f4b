import { useTexts } from '../../core/use-texts.ts'
import { Button } from 'react-aria-components'
import { useUi, useUiState } from '../../core/context.tsx'
import { removeToast } from '../../core/store.ts'
import { Icon } from '../../../design/components/icon.tsx'

/** Short messages that need no answer. */
export function Toasts() {
  const { t } = useTexts()
  const { store } = useUi()
  const toasts = useUiState((state) => state.toasts)
  return (
    <div className="toasts" role="status">
      {toasts.map(({ id, tone, text }) => (
        <div key={id} className={`toast ${tone}`}>
          <span className="grow">{text}</span>
          <Button className="button quiet" aria-label={t('common:close')} onPress={() => removeToast(store, id)}>
            <Icon name="cross" />
          </Button>
        </div>
      ))}
    </div>
  )
}
