import type { TypedDate } from '../core/dates.ts'
import { useTexts } from '../core/context.tsx'

interface DateFieldsProps {
  id: string
  label: string
  hint?: string
  value: TypedDate
  onChange(value: TypedDate): void
  problem?: string | null
  autoComplete?: 'bday'
}

const parts = ['day', 'month', 'year'] as const
const widths = { day: 2, month: 2, year: 4 } as const

/** A date in three fields, as it stands on a document; nothing has to be chosen from a calendar. */
export function DateFields({ id, label, hint, value, onChange, problem, autoComplete }: DateFieldsProps) {
  const { t } = useTexts()
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ')
  return (
    <fieldset className="fieldset" aria-describedby={described || undefined}>
      <legend className="label">{label}</legend>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      <div className="row dates">
        {parts.map((part) => (
          <label key={part} className={`field part ${part}`}>
            <span className="small">{t(`apply:date.${part}`)}</span>
            <input
              className="input"
              id={part === 'day' ? id : `${id}-${part}`}
              inputMode="numeric"
              autoComplete={autoComplete ? `${autoComplete}-${part}` : 'off'}
              maxLength={widths[part]}
              value={value[part]}
              aria-invalid={Boolean(problem)}
              {...(problem && { 'data-invalid': true })}
              onChange={(event) => onChange({ ...value, [part]: event.target.value })}
            />
          </label>
        ))}
      </div>
    </fieldset>
  )
}
