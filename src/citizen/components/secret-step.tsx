import { useState, type ReactNode } from 'react'
import type { FieldProblem } from '../../contract/identity/application.ts'
import type { Asking } from '../core/context.tsx'
import { useTexts } from '../core/context.tsx'
import { isTrivialSecret } from '../core/trivial-secret.ts'
import { Refusal } from '../core/api.ts'
import { useProblems } from '../pages/use-step.ts'
import { CodeField } from './code-field.tsx'
import { StepForm } from './step-form.tsx'

interface SecretStepProps {
  asking: Asking
  onSecret(secret: string): void
  action?: string
  /** A field that stands before them: what is wrong with it, and how it looks. */
  first?: { id: string; found(): readonly FieldProblem[]; show(problem: string | null): ReactNode }
}

/** Six digits of one's own, twice; what everybody would try first is refused in words, here and by the service. */
export function SecretStep({ asking, onSecret, action, first }: SecretStepProps) {
  const { t } = useTexts()
  const [secret, setSecret] = useState('')
  const [again, setAgain] = useState('')
  const { problems, check } = useProblems(asking, {
    ...(first && { [first.id]: first.id }),
    secret: 'secret',
    again: 'again',
  })
  function submit() {
    const found = [
      ...(first?.found() ?? []),
      ...(secret.length === 6 ? [] : [{ field: 'secret', code: 'six_digits' }]),
      ...(secret.length < 6 || again === secret ? [] : [{ field: 'again', code: 'secrets_differ' }]),
    ]
    if (!check(found)) return
    if (isTrivialSecret(secret)) return asking.refuse(new Refusal('secret_trivial'))
    onSecret(secret)
  }
  return (
    <StepForm onSubmit={submit} action={action ?? t('login:activate.secretAction')} asking={asking} problems={problems}>
      {first?.show(problems.of(first.id))}
      <CodeField
        id="secret"
        secret
        label={t('login:activate.secret')}
        hint={t('login:activate.secretHint')}
        value={secret}
        onChange={setSecret}
        problem={problems.of('secret')}
      />
      <CodeField
        id="again"
        secret
        label={t('login:activate.secretAgain')}
        value={again}
        onChange={setAgain}
        problem={problems.of('again')}
      />
    </StepForm>
  )
}
