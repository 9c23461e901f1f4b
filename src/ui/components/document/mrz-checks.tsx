import { useTexts } from '../../core/use-texts.ts'
import type { MrzCheck, MrzReading } from '../../../contract/mrz.ts'
import type { SessionDocument } from '../../../contract/session.ts'
import { isProposed } from '../../core/mrz-lines.ts'
import { sayDay } from '../../../texts/say-time.ts'
import { Mark } from '../../../design/components/mark.tsx'

interface MrzChecksProps {
  reading: MrzReading | null
  /** What check digits proposed: where they did, their agreement says little. */
  corrections?: SessionDocument['corrections']
}

/** The reading's fields, each with its check digit's verdict where it has one. */
export function MrzChecks({ reading, corrections = [] }: MrzChecksProps) {
  const { t, language } = useTexts()
  const fields: [
    key: 'surname' | 'givenNames' | 'documentNumber' | 'birthDate' | 'expiryDate',
    value: string | null,
  ][] = [
    ['surname', reading?.surname ?? null],
    ['givenNames', reading?.givenNames ?? null],
    ['documentNumber', reading?.documentNumber ?? null],
    ['birthDate', reading ? sayDay(reading.birthDate.iso, language) : null],
    ['expiryDate', reading?.expiryDate ? sayDay(reading.expiryDate, language) : null],
  ]
  const verdictOf = ({ ok, field }: MrzCheck) =>
    !ok ? 'wrong' : reading && isProposed(reading, field, corrections) ? 'proposed' : 'right'
  const composite = reading?.checks.find(({ field }) => field === 'composite')
  return (
    <dl className="rows mrz-fields">
      {fields.map(([key, value]) => {
        const check = reading?.checks.find(({ field }) => field === key)
        return (
          <div key={key}>
            <dt>{t(`words:mrzField.${key}`)}</dt>
            <dd className="value">{value || '—'}</dd>
            <dd className="mark">{check && <CheckMark verdict={verdictOf(check)} />}</dd>
          </div>
        )
      })}
      <div>
        <dt>{t('words:mrzField.composite')}</dt>
        <dd className="mark">{composite && <CheckMark verdict={verdictOf(composite)} />}</dd>
      </div>
    </dl>
  )
}

const verdicts = {
  right: { tone: 'good', text: 'document:digitRight' },
  proposed: { tone: 'attention', text: 'document:digitProposed' },
  wrong: { tone: 'bad', text: 'document:digitWrong' },
} as const

function CheckMark({ verdict }: { verdict: keyof typeof verdicts }) {
  const { t } = useTexts()
  const { tone, text } = verdicts[verdict]
  return <Mark tone={tone}>{t(text)}</Mark>
}
