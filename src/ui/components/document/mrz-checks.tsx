import { useTexts } from '../../core/use-texts.ts'
import type { MrzReading } from '../../../contract/mrz.ts'
import { sayDate } from '../../core/format.ts'
import { Mark } from '../../../design/components/mark.tsx'

/** The reading's fields, each with its check digit's verdict where it has one. */
export function MrzChecks({ reading }: { reading: MrzReading | null }) {
  const { t, language } = useTexts()
  const fields: [
    key: 'surname' | 'givenNames' | 'documentNumber' | 'birthDate' | 'expiryDate',
    value: string | null,
  ][] = [
    ['surname', reading?.surname ?? null],
    ['givenNames', reading?.givenNames ?? null],
    ['documentNumber', reading?.documentNumber ?? null],
    ['birthDate', reading ? sayDate(reading.birthDate.iso, language) : null],
    ['expiryDate', reading?.expiryDate ? sayDate(reading.expiryDate, language) : null],
  ]
  const composite = reading?.checks.find(({ field }) => field === 'composite')
  return (
    <dl className="rows mrz-fields">
      {fields.map(([key, value]) => {
        const check = reading?.checks.find(({ field }) => field === key)
        return (
          <div key={key}>
            <dt>{t(`words:mrzField.${key}`)}</dt>
            <dd className="value">{value || '—'}</dd>
            <dd className="mark">{check && <CheckMark ok={check.ok} />}</dd>
          </div>
        )
      })}
      <div>
        <dt>{t('words:mrzField.composite')}</dt>
        <dd className="mark">{composite && <CheckMark ok={composite.ok} />}</dd>
      </div>
    </dl>
  )
}

function CheckMark({ ok }: { ok: boolean }) {
  const { t } = useTexts()
  return <Mark tone={ok ? 'good' : 'bad'}>{t(ok ? 'document:digitRight' : 'document:digitWrong')}</Mark>
}
