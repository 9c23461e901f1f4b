import { useTexts } from '../core/use-texts.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { useIntent, useUiState } from '../core/context.tsx'
import { usePracticeDocument } from '../core/use-practice-document.ts'

/** Training: puts the specimen of this application on the simulated reader. */
export function LaySpecimen() {
  const simulated = useUiState(({ status }) => status!.training && status!.reader.state !== 'none')
  return simulated ? <Lay /> : null
}

function Lay() {
  const { t } = useTexts()
  const { run, pending } = useIntent()
  const specimen = usePracticeDocument()
  if (!specimen) return null
  return (
    <div className="row">
      <ActionButton icon="card" pending={pending} onPress={() => void run('training.present', { key: specimen.key })}>
        {t('chip:laySpecimen')}
      </ActionButton>
      <ActionButton kind="quiet" pending={pending} onPress={() => void run('training.present', { key: null })}>
        {t('chip:takeSpecimen')}
      </ActionButton>
      {specimen.can && <span className="soft">{t('chip:specimenCan', { can: specimen.can })}</span>}
    </div>
  )
}
