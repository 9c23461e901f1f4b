import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components'

interface TextEntryProps {
  label: string
  value: string
  onChange(value: string): void
  hint?: string
  problem?: string | null
  type?: 'text' | 'password'
  lines?: boolean
  maxLength?: number
  autoFocus?: boolean
  className?: string
  inputMode?: 'text' | 'numeric'
}

/** A labelled text field: hint before the field, problem below it. */
export function TextEntry(props: TextEntryProps) {
  const { label, value, onChange, hint, problem, type = 'text', lines, className = '' } = props
  const limits = props.maxLength === undefined ? {} : { maxLength: props.maxLength }
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      type={type}
      isInvalid={Boolean(problem)}
      autoFocus={props.autoFocus ?? false}
      autoComplete="off"
      spellCheck="false"
      {...limits}
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
