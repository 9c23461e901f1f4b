import { TextEntry } from '../../design/components/text-entry.tsx'

interface PhoneFieldProps {
  label: string
  hint: string
  value: string
  onChange(typed: string): void
  problem: string | null
}

export function PhoneField(props: PhoneFieldProps) {
  return <TextEntry id="phone" type="tel" inputMode="tel" autoComplete="tel" maxLength={24} {...props} />
}
