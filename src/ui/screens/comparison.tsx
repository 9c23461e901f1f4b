import { useTranslation } from 'react-i18next'
import { ActionButton, NextButton } from '../components/buttons.tsx'
import { ComparisonTable } from '../components/comparison-table.tsx'
import { EligibilityRows } from '../components/eligibility-rows.tsx'
import { FailureLine } from '../components/failure-panel.tsx'
import { Notice } from '../components/notice.tsx'
import { StepFrame } from '../components/step-frame.tsx'
import { Waiting } from '../components/waiting.tsx'
import { useIntent, useSession, useUi } from '../core/context.tsx'

/** Declared, printed and chip side by side; one glance says what differs. The clerk confirms, never the machine. */
export function ComparisonStep() {
  const { t } = useTranslation()
  const { store } = useUi()
  const { comparison } = useSession()
  const { run, pending, code } = useIntent()
  if (!comparison)
    return (
      <StepFrame title={t('words:step.comparison')}>
        <Waiting label={t('words:step.comparison')} />
      </StepFrame>
    )
  const differences = comparison.fields.filter((field) => field.class === 'different').length
  const obstacles = comparison.eligibility.filter(({ verdict }) => verdict === 'failed').length
  const clear = differences + obstacles === 0
  return (
    <StepFrame
      title={clear ? t('comparison:allAgree') : t('comparison:problems', { count: differences + obstacles })}
      next={
        <NextButton pending={pending} onPress={() => void run('session.confirmComparison', {})}>
          {t(clear ? 'comparison:confirm' : 'comparison:confirmProblems')}
        </NextButton>
      }
    >
      {!clear && (
        <Notice tone="bad">
          <p>{t('comparison:problemsText')}</p>
        </Notice>
      )}
      <ComparisonTable fields={comparison.fields} />
      <EligibilityRows checks={comparison.eligibility} />
      <FailureLine code={code} />
      <div>
        <ActionButton icon="person" onPress={() => store.setState({ sheet: 'citizen' })}>
          {t('comparison:show')}
        </ActionButton>
      </div>
    </StepFrame>
  )
}
