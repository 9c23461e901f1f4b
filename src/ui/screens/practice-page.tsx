import { Folded } from '../../design/components/folded.tsx'
import { useRequest, useUiState } from '../core/context.tsx'
import { usePracticeDocument } from '../core/use-practice-document.ts'
import { useTexts } from '../core/use-texts.ts'

/** Training: the printed page, which a clerk at work holds in their hand. */
export function PracticePage() {
  const training = useUiState(({ status }) => status?.training === true)
  return training ? <Found /> : null
}

function Found() {
  const document = usePracticeDocument()
  return document && <Page documentKey={document.key} />
}

function Page({ documentKey }: { documentKey: string }) {
  const { t } = useTexts()
  const { data } = useRequest('training.picture', { key: documentKey })
  return (
    data && (
      <Folded title={t('practice:page')}>
        <img className="practice-page" src={data.dataUrl} alt={t('practice:pageAlt')} />
      </Folded>
    )
  )
}
