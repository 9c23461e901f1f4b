import type { Conclusion } from '../../../contract/exercise.ts'
import { Mark, type Tone } from '../../../design/components/mark.tsx'
import { useTexts } from '../../core/use-texts.ts'

interface CorrectionProps {
  reference: string
  title: string
  tone: Tone
  mark: string
  /** Null where nothing was missed. */
  missed: { sealed: Conclusion; right: Conclusion; teaches: string } | null
}

/** What a case of training was, how it was concluded, and where that was not right, what would have been and why. */
export function Correction({ reference, title, tone, mark, missed }: CorrectionProps) {
  const { t } = useTexts()
  const say = ({ outcome, reasons }: Conclusion) =>
    [t(`words:outcome.${outcome}`), ...reasons.slice(0, 1).map((reason) => t(`reasons:${reason}.short`))].join(' – ')
  return (
    <>
      <div className="spread">
        <span>
          <span className="mono">{reference}</span> {title}
        </span>
        <Mark tone={tone}>{mark}</Mark>
      </div>
      {missed && (
        <p className="soft small">
          {t('exercise:missed', { sealed: say(missed.sealed), right: say(missed.right) })} {missed.teaches}
        </p>
      )}
    </>
  )
}
