import { useTexts } from '../core/context.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'

interface LastFourProps {
  value: string
  onChange(value: string): void
  problem: string | null
}

/** The last characters of the document's number, as they stand on it. */
export function LastFour({ value, onChange, problem }: LastFourProps) {
  const { t } = useTexts()
  return (
    <TextEntry
      id="lastFour"
      label={t('login:reset.lastFour')}
      hint={t('login:reset.lastFourHint')}
      className="mono"
      maxLength={8}
      autoComplete="off"
      value={value}
      onChange={(typed) => onChange(typed.toUpperCase())}
      problem={problem}
    />
  )
}
