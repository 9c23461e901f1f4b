import { useTexts } from '../core/use-texts.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { useIntent, useRequest, useSession, useUiState } from '../core/context.tsx'

/** Training: puts the specimen of this application on the simulated reader. */
export function LaySpecimen() {
  const simulated = useUiState(({ status }) => status!.training && status!.reader.state !== 'none')
  return simulated ? <Lay /> : null
}

function Lay() {
  const { t, language } = useTexts()
  const { run, pending } = useIntent()
  const reference = useSession().application?.reference
  const { data } = useRequest('training.specimens', { language: language })
  const specimen = data?.find((item) => item.reference === reference)
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
