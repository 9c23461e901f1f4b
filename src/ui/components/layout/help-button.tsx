import { useTexts } from '../../core/use-texts.ts'
import { useUi } from '../../core/context.tsx'
import { ActionButton } from '../../../design/components/buttons.tsx'

/** "Which document does this case accept?", from every screen. */
export function HelpButton() {
  const { t } = useTexts()
  const { store } = useUi()
  return (
    <ActionButton kind="quiet" icon="help" onPress={() => store.setState({ sheet: 'documents' })}>
      {t('layout:whichDocument')}
    </ActionButton>
  )
}
