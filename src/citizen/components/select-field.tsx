interface SelectFieldProps {
  id: string
  label: string
  hint?: string
  value: string
  onChange(value: string): void
  /** What stands there before anything is chosen. */
  empty: string
  options: readonly { value: string; label: string }[]
  problem?: string | null
}

/** One of many: the system's own list, which a telephone shows in its own way. */
export function SelectField({ id, label, hint, value, onChange, empty, options, problem }: SelectFieldProps) {
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <select
        id={id}
        className="select"
        value={value}
        aria-invalid={Boolean(problem)}
        aria-describedby={described || undefined}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{empty}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {problem && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  )
}
