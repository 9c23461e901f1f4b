import { useTexts } from '../core/use-texts.ts'
import type { Session } from '../../contract/session.ts'
import { judgementDelayMs } from '../../contract/decision.ts'
import { ActionButton, NextButton } from '../../design/components/buttons.tsx'
import { ComparisonTable, SpellingRules } from '../components/compare/comparison-table.tsx'
import { PrintedValues } from '../components/compare/printed-values.tsx'
import { EligibilityRows } from '../components/compare/eligibility-rows.tsx'
import { PracticePage } from './practice-page.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { StepLayout } from '../components/layout/step-layout.tsx'
import { useSeen } from '../../design/components/seen.ts'
import { Waiting } from '../../design/components/waiting.tsx'
import { useIntent, useSession, useUi } from '../core/context.tsx'

/** Declared, printed and chip side by side; one glance says what differs. The clerk confirms, never the machine. */
export function ComparisonStep() {
  const { t } = useTexts()
  const { store } = useUi()
  const { comparison, chip, citizen } = useSession()
  const { run, pending, failure } = useIntent()
  const isSeen = useSeen('comparison', judgementDelayMs)
  if (!comparison)
    return (
      <StepLayout title={t('words:step.comparison')}>
        <Waiting label={t('words:step.comparison')} />
      </StepLayout>
    )
  const different = comparison.fields.filter((field) => field.class === 'different')
  const unmet = comparison.eligibility.filter(({ verdict }) => verdict === 'failed')
  const problems = different.length + unmet.length
  const clear = problems === 0
  const table = <ComparisonTable key="table" fields={comparison.fields} />
  const conditions = <EligibilityRows key="conditions" checks={comparison.eligibility} />
  return (
    <StepLayout
      title={clear ? t(`comparison:${agreementOf(comparison, chip)}`) : t('comparison:problems', { count: problems })}
      next={
        <NextButton pending={pending} isSeen={isSeen} onPress={() => void run('session.confirmComparison', {})}>
          {t(clear ? 'comparison:confirm' : 'comparison:confirmProblems')}
        </NextButton>
      }
    >
      {!clear && (
        <Notice tone="bad">
          {different.length > 0 && (
            <Named label={t('comparison:different')} names={different.map(({ field }) => t(`words:field.${field}`))} />
          )}
          {unmet.length > 0 && (
            <Named label={t('comparison:unmet')} names={unmet.map(({ rule }) => t(`comparison:rule.${rule}`))} />
          )}
          <p>{t('comparison:problemsText')}</p>
        </Notice>
      )}
      {citizen && (
        <Notice tone={citizen.answer === 'right' ? 'good' : 'attention'}>
          <p>{t(`comparison:said.${citizen.answer}`)}</p>
        </Notice>
      )}
      {different.length === 0 && unmet.length > 0 ? [conditions, table] : [table, conditions]}
      <PracticePage />
      <PrintedValues
        fields={comparison.fields}
        onAnswer={(field, answer) => {
          if (isSeen()) void run('session.comparePrint', { field, answer })
        }}
      />
      <FailureLine failure={failure} />
      <div>
        <ActionButton icon="person" onPress={() => store.setState({ sheet: 'citizen' })}>
          {t('comparison:show')}
        </ActionButton>
      </div>
      <SpellingRules fields={comparison.fields} />
    </StepLayout>
  )
}

/** What may be said where nothing differs: only what was compared. */
function agreementOf({ fields }: NonNullable<Session['comparison']>, { phase }: Session['chip']) {
  if (fields.some((field) => field.class === 'print_needed')) return 'printOpen'
  return phase === 'unavailable' ? 'withoutChip' : 'allAgree'
}

/** What does not agree, by name: the eye finds it without searching the rows. */
function Named({ label, names }: { label: string; names: string[] }) {
  return (
    <p>
      {label} <strong>{names.join(', ')}</strong>
    </p>
  )
}
