import type { FormEvent, ReactNode } from 'react'
import type { FailureCode } from '../../../contract/failure.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { Icon } from '../../../design/components/icon.tsx'
import type { IntentFailure } from '../../core/context.tsx'
import { FailureLine } from './failure-panel.tsx'
import { PlainPage } from './plain-page.tsx'

interface AccessCardProps {
  title: string
  lead: string
  icon?: 'lock'
  /** Who it is: fields or a name, beside the pad. */
  children?: ReactNode
  failure: IntentFailure | FailureCode | null
  /** What is typed on the other side: a PIN, or a code. */
  pad: ReactNode
  action: { label: string; ready: boolean; pending: boolean }
  /** The way out, below the action. */
  other?: { label: string; go(): void } | null
  onSubmit(): void
}

/** The one page before somebody is let in: who on one side, the secret and the next action on the other. */
export function AccessCard(props: AccessCardProps) {
  const { title, lead, icon, children, failure, pad, action, other, onSubmit } = props
  function submit(event: FormEvent) {
    event.preventDefault()
    if (action.ready && !action.pending) onSubmit()
  }
  return (
    <PlainPage>
      <form className="access-card" onSubmit={submit}>
        <div className="who">
          {icon && <Icon name={icon} size={44} />}
          <div className="stack tight">
            <h1>{title}</h1>
            <p className="soft">{lead}</p>
          </div>
          {children}
          <FailureLine failure={failure} />
        </div>
        <div className="stack">
          {pad}
          <SubmitButton {...action} />
          {other && (
            <ActionButton kind="quiet" onPress={other.go}>
              {other.label}
            </ActionButton>
          )}
        </div>
      </form>
    </PlainPage>
  )
}

/** A form's own next action, at its end. */
export function SubmitButton({ ready, pending, label }: AccessCardProps['action']) {
  return (
    <button
      type="submit"
      className="button primary next"
      disabled={!ready || pending}
      data-disabled={!ready || undefined}
    >
      {label}
    </button>
  )
}
