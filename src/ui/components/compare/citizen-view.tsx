import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import type { Session } from '../../../contract/session.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { citizenTextsIn } from '../../../texts/citizen-screen.ts'
import { citizenShowOf } from '../../core/citizen-show.ts'
import { useIntent, useUi, useUiState } from '../../core/context.tsx'
import { useTexts } from '../../core/use-texts.ts'
import { FailureLine } from '../layout/failure-panel.tsx'
import { CitizenPage, directionOf } from './citizen-page.tsx'

/** The clerk's screen turned to the citizen. */
export function CitizenView({ session, onClose }: { session: Session; onClose(): void }) {
  const shown = useTexts().language
  const { store } = useUi()
  const { run, failure } = useIntent()
  const days = useUiState(({ policy }) => policy?.retentionDays ?? null)
  const chosen = useUiState((state) => state.citizenLanguage)
  const language = chosen ?? session.citizen?.language ?? session.consent?.language ?? shown
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && onClose()} className="whole citizen">
      <Modal className="citizen-sheet">
        <Dialog className="stack loose">
          <CitizenPage
            show={citizenShowOf(session)}
            language={language}
            days={days}
            onLanguage={(citizenLanguage) => store.setState({ citizenLanguage })}
            onAnswer={(answer) => void run('session.citizenAnswer', { answer, language })}
            title={(text) => (
              <Heading slot="title" level={2} className="citizen-title">
                {text}
              </Heading>
            )}
          />
          <FailureLine failure={failure} />
          <div className="ends" lang={language} dir={directionOf(language)}>
            <ActionButton kind="primary" className="next" onPress={onClose}>
              {citizenTextsIn(language).done}
            </ActionButton>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
