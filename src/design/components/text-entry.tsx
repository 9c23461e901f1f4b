import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components'

interface TextEntryProps {
  label: string
  value: string
  onChange(value: string): void
  hint?: string
  problem?: string | null
  type?: 'text' | 'password' | 'email' | 'tel' | 'search'
  lines?: boolean
  maxLength?: number
  autoFocus?: boolean
  className?: string
  inputMode?: 'text' | 'numeric' | 'email' | 'tel' | 'search'
  /** On the field itself, for a link that leads to it. */
  id?: string
  /** What the browser may fill in (HTML §4.10.18.7.1); nothing unless said. */
  autoComplete?: string
}

/** A labelled text field: hint before the field, problem below it. */
export function TextEntry(props: TextEntryProps) {
  const { label, value, onChange, hint, problem, type = 'text', lines, className = '' } = props
  const given = {
    ...(props.maxLength === undefined ? {} : { maxLength: props.maxLength }),
    ...(props.id === undefined ? {} : { id: props.id }),
  }
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      type={type}
      isInvalid={Boolean(problem)}
      autoFocus={props.autoFocus ?? false}
      autoComplete={props.autoComplete ?? 'off'}
      spellCheck="false"
      {...given}
    >
      <Label className="label">{label}</Label>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      {lines ? (
        <TextArea className={`input ${className}`} />
      ) : (
        <Input className={`input ${className}`} inputMode={props.inputMode ?? 'text'} />
      )}
      <FieldError className="problem">{problem}</FieldError>
    </TextField>
  )
}
