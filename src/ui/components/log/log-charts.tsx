import { useTexts } from '../../core/use-texts.ts'
import { sayKnown } from '../../../texts/texts-in.ts'
import type { DailyLogTotals } from '../../../contract/daily-log.ts'
import { sayCount, sayDuration } from '../../core/format.ts'
import { BarChart, HourChart } from './bar-chart.tsx'

const firstHour = 7
const lastHour = 21

interface LogChartsProps {
  totals: DailyLogTotals
  /** The name of a person, by operator id. */
  nameOf(operatorId: string): string
}

/** The totals: five figures first, then who, what and when as bars. */
export function LogCharts({ totals, nameOf }: LogChartsProps) {
  const { t, language } = useTexts()
  const say = (count: number) => sayCount(count, language)
  const figures: [key: 'total' | 'median' | 'overrides' | 'provisional' | 'unsynced', value: string][] = [
    ['total', say(totals.total)],
    ['median', totals.medianDurationSeconds === null ? '—' : sayDuration(totals.medianDurationSeconds)],
    ['overrides', say(totals.overrides)],
    ['provisional', say(totals.provisional)],
    ['unsynced', say(totals.unsynced)],
  ]
  const hours = totals.byHour
    .map((count, hour) => ({ hour, count }))
    .filter(({ hour, count }) => count > 0 || (hour >= firstHour && hour <= lastHour))
  return (
    <>
      <dl className="figures">
        {figures.map(([key, value]) => (
          <div key={key}>
            <dt>{t(`log:figure.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="charts">
        <BarChart
          title={t('log:byOutcome')}
          counts={totals.byOutcome}
          nameOf={(key) => sayKnown(t, `words:outcome.${key}`, key)}
        />
        <BarChart
          title={t('log:byDocument')}
          counts={totals.byDocument}
          nameOf={(key) => sayKnown(t, `documents:${key}.name`, key)}
        />
        <BarChart
          title={t('log:byReason')}
          counts={totals.byReason}
          nameOf={(key) => sayKnown(t, `reasons:${key}.title`, key)}
        />
        <BarChart title={t('log:byOperator')} counts={totals.byOperator} nameOf={nameOf} />
        <HourChart title={t('log:byHour')} hours={hours} />
      </div>
    </>
  )
}
