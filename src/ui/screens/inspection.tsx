import { useTexts } from '../core/use-texts.ts'
import { sayKnown } from '../../texts/texts-in.ts'
import { judgementDelayMs, type InspectionAnswer } from '../../contract/decision.ts'
import { Judgement } from '../../design/components/judgement.tsx'
import { PracticePage } from './practice-page.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { FeatureDrawing } from '../components/document/feature-drawing.tsx'
import { StepLayout } from '../components/layout/step-layout.tsx'
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
    <StepLayout title={t('words:step.inspection')}>
      <Waiting label={t('words:step.inspection')} />
    </StepLayout>
  )
}

const answers = ['present', 'absent', 'cannot_tell'] as const satisfies InspectionAnswer[]

/**
 * A drawing of where the feature is, what it should look like, and three equal answers: on the other side of the drawing than
 * at the feature before, so that nobody answers twice without looking.
 */
function Feature({ featureId, number }: { featureId: string; number: number }) {
  const { t } = useTexts()
  const { inspection } = useSession()
  const { run, pending, failure } = useIntent()
  const side = (inspection.length - number) % 2 === 0 ? 'start' : 'end'
  return (
    <StepLayout title={sayKnown(t, `features:${featureId}.title`, featureId)} focusKey={featureId}>
      <p className="soft">{t('inspection:count', { number, total: inspection.length })}</p>
      <div className={`feature answers-${side}`}>
        <FeatureDrawing featureId={featureId} />
        <div className="stack feature-judged">
          <p className="lead">{sayKnown(t, `features:${featureId}.look`, featureId)}</p>
          <Judgement
            label={sayKnown(t, `features:${featureId}.title`, featureId)}
            question={featureId}
            delayMs={judgementDelayMs}
            pending={pending}
            answers={answers.map((value) => ({ value, label: t(`inspection:answer.${value}`) }))}
            onAnswer={(answer) => void run('session.answerInspection', { featureId, answer })}
          />
        </div>
      </div>
      <FailureLine failure={failure} />
      <PracticePage />
    </StepLayout>
  )
}
