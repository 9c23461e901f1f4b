import { useTexts } from '../../core/use-texts.ts'
import { useUi, useUiState } from '../../core/context.tsx'
import { ChangePin } from '../people/change-pin.tsx'
import { CitizenView } from '../compare/citizen-view.tsx'
import { SheetDialog } from '../../../design/components/dialog.tsx'
import { DocumentHelp } from '../document/document-help.tsx'
import { FilePanel } from '../compare/file-panel.tsx'

/** What may lie over any page. */
export function Sheets() {
  const { t } = useTexts()
  const { store } = useUi()
  const sheet = useUiState((state) => state.sheet)
  const session = useUiState((state) => state.session)
  const hidden = useUiState(({ status }) => !status?.operator || status.locked)
  const close = () => store.setState({ sheet: null })
  if (sheet === null || hidden) return null
  if (sheet === 'documents')
    return (
      <SheetDialog title={t('layout:whichDocument')} shape="dialog broad" onClose={close}>
        <DocumentHelp onClose={close} />
      </SheetDialog>
    )
  if (sheet === 'changePin') return <ChangePin onClose={close} />
  if (!session) return null
  if (sheet === 'citizen') return <CitizenView session={session} onClose={close} />
  return (
    <SheetDialog title={t('layout:file')} shape="drawer" closeLabel={t('common:close')} onClose={close}>
      <div className="file">
        <FilePanel session={session} />
      </div>
    </SheetDialog>
  )
}
