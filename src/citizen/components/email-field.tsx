import type { FieldProblem } from '../../contract/identity/application.ts'
import { useTexts } from '../core/context.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'

/** What is wrong with a typed e-mail address before anybody is asked. */
export function emailProblems(typed: string): FieldProblem[] {
  const email = typed.trim()
  if (email === '') return [{ field: 'email', code: 'missing' }]
  return /^\S+@\S+\.\S+$/.test(email) ? [] : [{ field: 'email', code: 'email_invalid' }]
}

interface EmailFieldProps {
  hint: string
  value: string
  onChange(typed: string): void
  problem: string | null
}

export function EmailField({ hint, value, onChange, problem }: EmailFieldProps) {
  const { t } = useTexts()
  return (
    <TextEntry
      id="email"
      label={t('apply:email.label')}
      hint={hint}
      type="email"
      inputMode="email"
      autoComplete="email"
      maxLength={254}
      value={value}
      onChange={onChange}
      problem={problem}
    />
  )
}
