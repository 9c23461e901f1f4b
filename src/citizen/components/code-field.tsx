import { TextEntry } from '../../design/components/text-entry.tsx'

interface CodeFieldProps {
  id: string
  label: string
  hint?: string
  value: string
  onChange(value: string): void
  problem?: string | null
  digits?: number
  /** A secret of one's own: not shown, not filled in from a message. */
  secret?: boolean
}

/** Six digits from a message, two from a page, or a secret code: large, and filled in by the telephone where it can. */
export function CodeField({ id, label, hint, value, onChange, problem, digits = 6, secret = false }: CodeFieldProps) {
  return (
    <div className={`code digits-${digits}`}>
      <TextEntry
        id={id}
        label={label}
        {...(hint !== undefined && { hint })}
        value={value}
        onChange={(typed) => onChange(typed.replace(/\D/g, '').slice(0, digits))}
        problem={problem ?? null}
        type={secret ? 'password' : 'text'}
        inputMode="numeric"
        autoComplete={secret || digits !== 6 ? 'off' : 'one-time-code'}
      />
    </div>
  )
}
