import type { ChipCheck } from '../../../contract/check.ts'
import { Mark } from '../../../design/components/mark.tsx'
import { useTimes } from '../../core/use-times.ts'
import { useUiState } from '../../core/context.tsx'
import { useTexts } from '../../core/use-texts.ts'

const failedOf = (checks: ChipCheck[]) => checks.filter(({ verdict }) => verdict === 'failed')

/** Every read of the chip for this application today, earlier visits included: anyone who releases a gate sees what each gave. */
export function ChipReads() {
  const { t } = useTexts()
  const { sayTime } = useTimes()
  const chip = useUiState((state) => state.session?.chip)
  if (chip === undefined) return null
  const { reads, attempts } = chip
  return (
    <dl className="rows checks" aria-label={t('decision:reads')}>
      {reads.map(({ at, checks }) => (
        <div key={at}>
          <dt className="check-name">{t('decision:readAt', { time: sayTime(at) })}</dt>
          <dd className="mark-cell">
            <Mark tone={failedOf(checks).length > 0 ? 'bad' : 'good'}>
              {t(failedOf(checks).length > 0 ? 'words:verdict.failed' : 'decision:readClean')}
            </Mark>
          </dd>
          {failedOf(checks).map(({ name }) => (
            <dd key={name} className="why">
              {t(`chip:check.${name}`)}
            </dd>
          ))}
        </div>
      ))}
      <div>
        <dt className="check-name">{t('decision:readAttempts')}</dt>
        <dd>{attempts}</dd>
      </div>
    </dl>
  )
}
