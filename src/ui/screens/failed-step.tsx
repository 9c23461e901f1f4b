import { useTexts } from '../core/use-texts.ts'
import type { ShownFailure } from '../../contract/session.ts'
import { ActionButton, NextButton } from '../../design/components/buttons.tsx'
import { FailureLine, FailurePanel } from '../components/layout/failure-panel.tsx'
import { StepLayout } from '../components/layout/step-layout.tsx'
import { useIntent, useSession, useUi } from '../core/context.tsx'
import { captureModeAfter, recoveryOf, waysRound } from './recovery.ts'

/** What happened in this step, and the one button that mends it. */
export function FailedStep({ failure }: { failure: ShownFailure }) {
  const { t } = useTexts()
  const session = useSession()
  const { store } = useUi()
  const { run, pending, failure: refused } = useIntent()
  const doubtLines = () => {
    const doubtedLines = session.document.mrz?.lines ?? null
    if (doubtedLines) store.setState({ captureMode: 'typed', doubtedLines })
  }
  const mend = () => {
    const captureMode = captureModeAfter[failure.code]
    if (captureMode) store.setState({ captureMode })
    if (failure.code === 'chip_wrong_mrz') doubtLines()
    void recoveryOf(failure.code, session)(run)
  }
  return (
    <StepLayout
      title={t(`failures:${failure.code}.title`)}
      focusKey={`${session.step}:${failure.code}`}
      next={
        <NextButton pending={pending} onPress={mend}>
          {t(`failures:${failure.code}.action`)}
        </NextButton>
      }
    >
      <FailurePanel code={failure.code} detail={failure.detail} />
      <FailureLine failure={refused} />
      <div className="row">
        {waysRound(failure.code, session).map(({ key, go }) => {
          const takeIt = () => {
            if (key === 'correctLines') doubtLines()
            void go(run)
          }
          return (
            <ActionButton key={key} pending={pending} onPress={takeIt}>
              {t(`layout:wayRound.${key}`)}
            </ActionButton>
          )
        })}
      </div>
    </StepLayout>
  )
}
