import { useTexts } from '../core/use-texts.ts'
import { sayKnown } from '../../texts/texts-in.ts'
import type { InspectionAnswer } from '../../contract/decision.ts'
import { ActionButton, NextButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/frame/failure-panel.tsx'
import { FeatureDrawing } from '../components/document/feature-drawing.tsx'
import { StepFrame } from '../components/frame/step-frame.tsx'
import { Waiting } from '../../design/components/waiting.tsx'
import { useIntent, useSession } from '../core/context.tsx'

/** The features of the printed document, one at a time. */
export function InspectionStep() {
  const { t } = useTexts()
  const { inspection } = useSession()
  const index = inspection.findIndex(({ answer }) => answer === null)
  const prompt = inspection[index]
  // A key of its own: the next feature can be answered as soon as it is seen, whatever became of the answer before.
  if (prompt) return <Feature key={prompt.featureId} featureId={prompt.featureId} number={index + 1} />
  return (
    <StepFrame title={t('words:step.inspection')}>
      <Waiting label={t('words:step.inspection')} />
    </StepFrame>
  )
}

/** A drawing of where the feature is, what it should look like, three answers. */
function Feature({ featureId, number }: { featureId: string; number: number }) {
  const { t } = useTexts()
  const { inspection } = useSession()
  const { run, pending, code } = useIntent()
  const answer = (value: InspectionAnswer) => void run('session.answerInspection', { featureId, answer: value })
  return (
    <StepFrame
      title={sayKnown(t, `features:${featureId}.title`, featureId)}
      focusKey={featureId}
      next={
        <div className="row answers">
          <ActionButton pending={pending} onPress={() => answer('cannot_tell')}>
            {t('inspection:cannotTell')}
          </ActionButton>
          <ActionButton pending={pending} onPress={() => answer('absent')}>
            {t('inspection:absent')}
          </ActionButton>
          <NextButton pending={pending} onPress={() => answer('present')}>
            {t('inspection:present')}
          </NextButton>
        </div>
      }
    >
      <p className="soft">{t('inspection:count', { number, total: inspection.length })}</p>
      <div className="feature">
        <FeatureDrawing featureId={featureId} />
        <div className="stack">
          <p className="lead">{sayKnown(t, `features:${featureId}.look`, featureId)}</p>
        </div>
      </div>
      <FailureLine code={code} />
    </StepFrame>
  )
}
