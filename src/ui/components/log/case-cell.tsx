import { ActionButton } from '../../../design/components/buttons.tsx'
import { useTexts } from '../../core/use-texts.ts'
import { useUi } from '../../core/context.tsx'

interface CaseCellProps {
  packetId: string
  /** Null for a result that another kiosk sealed. */
  reference: string | null
}

/** The heading of a row of results, which opens all that is known of it; the way back leads to where it was pressed. */
export function CaseCell({ packetId, reference }: CaseCellProps) {
  const { t } = useTexts()
  const { store } = useUi()
  const open = () => store.setState(({ page }) => ({ page: 'case', openCase: { packetId, from: page } }))
  const said = reference ?? t('queue:fromElsewhere')
  return (
    <th scope="row" className="mono">
      <ActionButton kind="quiet" onPress={open} label={t('log:openCase', { reference: said })}>
        {said}
      </ActionButton>
    </th>
  )
}
