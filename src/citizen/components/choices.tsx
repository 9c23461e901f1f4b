import type { ReactNode } from 'react'
import { Icon } from '../../design/components/icon.tsx'

export interface Option<T extends string> {
  value: T
  label: ReactNode
  hint?: ReactNode
  disabled?: boolean
}

interface ChoicesProps<T extends string> {
  /** The first option has it, for a link that leads here. */
  id: string
  label: string
  hint?: string
  value: T | null
  onChange(value: NoInfer<T>): void
  options: readonly Option<NoInfer<T>>[]
  problem?: string | null
  /** Said by the heading of the page already. */
  hideLabel?: boolean
}

/** One of a few, each a large target; native radio buttons, so that keyboard and reader find what they know. */
export function Choices<T extends string>(props: ChoicesProps<T>) {
  const { id, label, hint, value, onChange, options, problem, hideLabel = false } = props
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ')
  return (
    <fieldset className="fieldset" aria-describedby={described || undefined}>
      <legend className={hideLabel ? 'visually-hidden' : 'label'}>{label}</legend>
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
      <div className="choices">
        {options.map((option, index) => (
          <label
            key={option.value}
            className="choice"
            {...(value === option.value && { 'data-selected': true })}
            {...(option.disabled && { 'data-disabled': true })}
          >
            <input
              type="radio"
              className="native"
              id={index === 0 ? id : `${id}-${option.value}`}
              name={id}
              checked={value === option.value}
              disabled={option.disabled ?? false}
              onChange={() => onChange(option.value)}
            />
            <span className="tick round">{value === option.value && <Icon name="check" size={16} />}</span>
            <span className="text">
              <span className="strong">{option.label}</span>
              {option.hint && <span className="small">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

interface TickProps {
  id: string
  checked: boolean
  onChange(checked: boolean): void
  label: string
  problem?: string | null
}

/** A yes that has to be said. */
export function Tick({ id, checked, onChange, label, problem }: TickProps) {
  return (
    <div className="stack tight">
      {problem && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      <label className="choice" {...(checked && { 'data-selected': true })}>
        <input
          id={id}
          type="checkbox"
          className="native"
          checked={checked}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span className="tick">{checked && <Icon name="check" size={16} />}</span>
        <span className="text">{label}</span>
      </label>
    </div>
  )
}
