import type { FormEvent, ReactNode } from 'react'
import { useTexts, type Asking } from '../core/context.tsx'
import type { Problems } from '../pages/use-step.ts'
import { ErrorSummary, TroubleBox } from './trouble.tsx'

interface StepFormProps {
  onSubmit(): void
  /** What the one button does, by name. */
  action: string
  asking: Asking
  problems?: Problems
  /** Something else than the service is waited for. */
  busy?: boolean
  children: ReactNode
  /** What else stands beside the button. */
  beside?: ReactNode
  disabled?: boolean
}

/** A form with one action; what is wrong stands above it, each point a link to its field. */
export function StepForm(props: StepFormProps) {
  const { onSubmit, action, asking, problems, busy = false, children, beside, disabled = false } = props
  const summary = problems?.summary ?? []
  const pending = busy || asking.pending
  const { t } = useTexts()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!pending && !disabled) onSubmit()
  }
  return (
    <form className="stack loose" noValidate onSubmit={submit}>
      <ErrorSummary problems={summary} />
      {summary.length === 0 && <TroubleBox refusal={asking.refusal} />}
      {children}
      <div className="row actions">
        <button type="submit" className="button primary next" aria-disabled={pending} disabled={disabled}>
          {action}
        </button>
        {beside}
        <span role="status" className="soft">
          {pending ? t('apply:working') : ''}
        </span>
      </div>
    </form>
  )
}
