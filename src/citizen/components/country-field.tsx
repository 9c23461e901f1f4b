import { useTexts } from '../core/context.tsx'
import { useCountries } from '../pages/use-countries.ts'
import { SelectField } from './select-field.tsx'

interface CountryFieldProps {
  label: string
  value: string
  onChange(code: string): void
  problem: string | null
}

/** A country other than France, chosen from the official list. */
export function CountryField({ label, value, onChange, problem }: CountryFieldProps) {
  const { t } = useTexts()
  const countries = useCountries()
  return (
    <SelectField
      id="country"
      label={label}
      value={value}
      onChange={onChange}
      empty={countries ? t('apply:chooseOne') : t('apply:working')}
      options={(countries ?? [])
        .filter(({ code }) => code !== 'FRA')
        .map(({ code, name }) => ({ value: code, label: name }))}
      problem={problem}
    />
  )
}
