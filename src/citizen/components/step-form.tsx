import type { FormEvent, ReactNode } from 'react'
import type { Refusal } from '../core/api.ts'
import { useTexts } from '../core/context.tsx'
import { ErrorSummary, TroubleBox } from './trouble.tsx'

interface StepFormProps {
  onSubmit(): void
  /** What the one button does, by name. */
  action: string
  pending: boolean
  refusal: Refusal | null
  problems?: readonly { id: string; text: string }[]
  children: ReactNode
  /** What else stands beside the button. */
  beside?: ReactNode
  disabled?: boolean
}

/** A form with one action; what is wrong stands above it, each point a link to its field. */
export function StepForm(props: StepFormProps) {
  const { onSubmit, action, pending, refusal, problems = [], children, beside, disabled = false } = props
  const { t } = useTexts()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!pending && !disabled) onSubmit()
  }
  return (
    <form className="stack loose" noValidate onSubmit={submit}>
      <ErrorSummary problems={problems} />
      {problems.length === 0 && <TroubleBox refusal={refusal} />}
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
