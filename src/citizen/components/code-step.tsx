import { useEffect, useState } from 'react'
import type { CodeSent } from '../../contract/identity/application.ts'
import type { Asking } from '../core/context.tsx'
import { useTexts } from '../core/context.tsx'
import { ActionButton } from '../../design/components/buttons.tsx'
import { CodeField } from './code-field.tsx'
import { StepForm } from './step-form.tsx'
import { useProblems } from '../pages/use-step.ts'

interface CodeStepProps {
  asking: Asking
  sent: CodeSent
  action: string
  onCode(code: string): void
  onResend(): void
  onChange?: () => void
  changeLabel?: string
}

/** A code that was sent before this page was: telephones forget a page while its reader looks for the message. */
export function sentBefore(): CodeSent {
  const now = new Date().toISOString()
  return { expires_at: now, resend_at: now }
}

/** The code that a page awaits: null where none was sent, and whether it is one of before the page. */
export function useSentCode({ refuse }: Asking) {
  const [sent, setSent] = useState<{ code: CodeSent; isBefore: boolean } | null>(null)
  const put = (next: typeof sent) => {
    refuse(null)
    setSent(next)
  }
  return {
    sent,
    take: (code: CodeSent) => setSent({ code, isBefore: false }),
    haveOne: () => put({ code: sentBefore(), isBefore: true }),
    change: () => put(null),
  }
}

/** Leads to where it is entered, without another being sent. */
export function HaveCode({ onPress }: { onPress: () => void }) {
  const { t } = useTexts()
  return (
    <ActionButton kind="quiet" onPress={onPress}>
      {t('apply:code.have')}
    </ActionButton>
  )
}

/** The six digits of a message: what to do where it does not come stands beside them. */
export function CodeStep({ asking, sent, action, onCode, onResend, onChange, changeLabel }: CodeStepProps) {
  const { t } = useTexts()
  const [code, setCode] = useState('')
  const { problems, check } = useProblems(asking, { code: 'code' })
  const wait = useSecondsUntil(sent.resend_at)
  return (
    <StepForm
      onSubmit={() => check(code.length === 6 ? [] : [{ field: 'code', code: 'six_digits' }]) && onCode(code)}
      action={action}
      asking={asking}
      problems={problems}
    >
      <CodeField
        id="code"
        label={t('apply:code.label')}
        hint={t('apply:code.hint')}
        value={code}
        onChange={setCode}
        problem={problems.of('code')}
      />
      <div className="row">
        <ActionButton onPress={onResend} disabled={wait > 0}>
          {wait > 0 ? t('apply:code.wait', { count: wait }) : t('apply:code.resend')}
        </ActionButton>
        {onChange && changeLabel && (
          <ActionButton kind="quiet" onPress={onChange}>
            {changeLabel}
          </ActionButton>
        )}
      </div>
    </StepForm>
  )
}

/** Whole seconds until a moment, in tens, so that a reader can follow. */
function useSecondsUntil(moment: string): number {
  const [now, setNow] = useState(() => Date.now())
  const left = Math.max(0, Math.ceil((Date.parse(moment) - now) / 10_000) * 10)
  useEffect(() => {
    if (left === 0) return
    const timer = setTimeout(() => setNow(Date.now()), 1000)
    return () => clearTimeout(timer)
  }, [left, now])
  return left
}
