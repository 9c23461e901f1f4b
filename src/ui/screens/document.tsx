import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import type { MrzCapture } from '../../contract/mrz.ts'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { Segments, type Segment } from '../../design/components/segments.tsx'
import { useIntent, useSession, useUi, useUiState } from '../core/context.tsx'
import type { CaptureMode } from '../core/store.ts'
import type { CaptureProps } from './capture-props.ts'
import { DocumentCamera } from './document-camera.tsx'
import { DocumentImage } from './document-image.tsx'
import { DocumentReview } from './document-review.tsx'
import { DocumentTyped } from './document-typed.tsx'

const captures: Record<CaptureMode, (props: CaptureProps) => React.JSX.Element> = {
  camera: DocumentCamera,
  image: DocumentImage,
  typed: DocumentTyped,
}

/** The machine readable zone: by camera, from a scanner's file or by hand; then, where something is doubtful, looked over. */
export function DocumentStep() {
  const { t } = useTexts()
  const { store } = useUi()
  const { document } = useSession()
  const { run, pending, failure } = useIntent()
  const mode = useUiState((state) => state.captureMode)
  const [again, setAgain] = useState(false)
  const submit = (capture: MrzCapture) => {
    setAgain(false)
    store.setState({ doubtedLines: null })
    void run('session.submitMrz', capture)
  }
  const problem = <FailureLine failure={failure} />
  if (document.mrz && !again)
    return (
      <DocumentReview
        key={document.mrz.lines.join()}
        mrz={document.mrz}
        pending={pending}
        problem={problem}
        onCapture={submit}
        onAgain={() => setAgain(true)}
      />
    )
  const options: Segment<CaptureMode>[] = [
    { value: 'camera', label: t('document:mode.camera'), icon: 'camera' },
    { value: 'image', label: t('document:mode.image'), icon: 'upload' },
    { value: 'typed', label: t('document:mode.typed'), icon: 'keyboard' },
  ]
  const modes = (
    <div className="spread">
      <Segments
        label={t('document:modes')}
        value={mode}
        onChange={(captureMode) => store.setState({ captureMode })}
        options={options}
      />
      <Attempts />
    </div>
  )
  const Capture = captures[mode]
  return (
    <Capture
      modes={modes}
      problem={problem}
      pending={pending}
      onCapture={submit}
      onFailed={(failed) => void run('session.captureFailed', { kind: 'document', code: failed })}
    />
  )
}

function Attempts() {
  const { t } = useTexts()
  const { attempts, attemptsAllowed } = useSession().document
  if (attempts === 0) return null
  return <span className="soft">{t('capture:attempts', { count: attempts, allowed: attemptsAllowed })}</span>
}
