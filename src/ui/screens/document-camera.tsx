import { useEffect, useRef, useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import type { FailureCode } from '../../contract/failure.ts'
import type { MrzCapture } from '../../contract/mrz.ts'
import { NextButton } from '../../design/components/buttons.tsx'
import { CameraView } from '../components/document/camera-view.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { FeatureDrawing } from '../components/document/feature-drawing.tsx'
import { StepLayout } from '../components/layout/step-layout.tsx'
import { startMrzCamera, type CameraReport, type MrzCamera } from '../../camera/mrz-reader.ts'
import { useChosenCamera } from '../core/use-chosen-camera.ts'
import { useSession } from '../core/context.tsx'
import type { CaptureProps } from './capture-props.ts'
import { SpecimenHelp } from './specimen-help.tsx'

/** The camera reads on its own: the outline turns steady when the lines are found, and the step moves on when they agree. */
export function DocumentCamera({ onCapture, onFailed, modes, problem, pending }: CaptureProps) {
  const { t } = useTexts()
  const session = useSession()
  const camera = useChosenCamera()
  const { video, state } = camera
  const [report, setReport] = useState<CameraReport>({ hint: 'starting', steady: false })
  const [broken, setBroken] = useState<FailureCode | null>(null)
  const [taking, setTaking] = useState(false)
  const reader = useRef<MrzCamera>(null)
  const capture = useRef(onCapture)
  useEffect(() => {
    capture.current = onCapture
  })
  useEffect(() => {
    if (state !== 'live') return
    const watch = { onReport: setReport, onFailed: setBroken, onCapture: (found: MrzCapture) => capture.current(found) }
    const started = startMrzCamera(video.current!, watch)
    reader.current = started
    return started.stop
  }, [video, state])

  async function take() {
    if (!reader.current) return
    setTaking(true)
    const result = await reader.current.takeFrame()
    setTaking(false)
    if ('code' in result) onFailed(result.code)
    else onCapture(result)
  }

  const { hint, steady } = report
  const expected = session.application?.declared.documentType ?? 'other'
  const outline = steady ? 'outline steady' : 'outline'
  return (
    <StepLayout
      title={t(`documents:${expected}.show`)}
      lead={t('document:cameraLead')}
      next={
        <NextButton pending={pending || taking} disabled={state !== 'live'} onPress={() => void take()}>
          {t('document:take')}
        </NextButton>
      }
    >
      {modes}
      <CameraView
        camera={camera}
        shape="beside"
        hint={t(`capture:mrzHint.${hint}`)}
        tone={steady ? 'good' : 'plain'}
        beside={
          <>
            {expected !== 'other' && <FeatureDrawing featureId={`document_${expected}`} />}
            <SpecimenHelp onCapture={onCapture} onFailed={onFailed} />
          </>
        }
      >
        <rect x="6" y="8" width="88" height="59" rx="3" className={outline} />
        <rect x="10" y="50" width="80" height="13" rx="1.5" className={`${outline} zone`} />
      </CameraView>
      <FailureLine failure={broken} />
      {problem}
    </StepLayout>
  )
}
