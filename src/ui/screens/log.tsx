import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import type { DailyLogRange, ExportFormat } from '../../contract/daily-log.ts'
import { NextButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { LogCharts } from '../components/log/log-charts.tsx'
import { LogRows } from '../components/log/log-rows.tsx'
import { OfficeLayout } from '../components/layout/office-layout.tsx'
import { ChoiceField } from '../../design/components/choice-field.tsx'
import { Segments } from '../../design/components/segments.tsx'
import { DateEntry } from '../../design/components/date-entry.tsx'
import { useIntent, useRequest, useUiState } from '../core/context.tsx'
import { shiftDay } from '../core/format.ts'
import { ExportProgressView } from '../components/log/export-progress.tsx'

type Span = 'day' | 'week' | 'month'
const spanDays: Record<Span, number> = { day: 0, week: 6, month: 29 }
const everybody = '*'

/** The day, the week or the month of a branch: what happened, in pictures first, in rows below, and out as a file. */
export function LogScreen() {
  const { t, language } = useTexts()
  const today = useUiState((state) => state.status!.today)
  const [range, setRange] = useState<DailyLogRange>({ from: today, to: today, operatorId: null })
  const [format, setFormat] = useState<ExportFormat>('csv')
  const totals = useRequest('dailyLog.totals', range)
  const exporting = useUiState((state) => state.exportProgress?.state === 'running')
  const operators = useRequest('operator.list', {})
  const { run, pending, failure } = useIntent()
  const nameOf = (id: string) => operators.data?.find(({ operatorId }) => operatorId === id)?.displayName ?? id
  const change = (part: Partial<DailyLogRange>) => setRange({ ...range, ...part })
  const span = (Object.keys(spanDays) as Span[]).find(
    (key) => range.to === today && range.from === shiftDay(today, -spanDays[key]),
  )
  return (
    <OfficeLayout
      title={t('log:title')}
      next={
        <div className="row answers">
          <Segments
            label={t('log:format')}
            value={format}
            onChange={setFormat}
            options={[
              { value: 'csv', label: 'CSV' },
              { value: 'pdf', label: 'PDF' },
              { value: 'jsonl', label: 'JSON' },
            ]}
          />
          <NextButton
            pending={pending}
            disabled={exporting}
            onPress={() => void run('dailyLog.export', { ...range, format, language: language })}
          >
            {t('log:export')}
          </NextButton>
        </div>
      }
    >
      <div className="filters">
        <Segments
          label={t('log:span')}
          value={span ?? null}
          onChange={(key) => change({ from: shiftDay(today, -spanDays[key]), to: today })}
          options={(Object.keys(spanDays) as Span[]).map((value) => ({ value, label: t(`log:spans.${value}`) }))}
        />
        <DateEntry
          label={t('log:from')}
          value={range.from}
          onChange={(from) => change({ from })}
          wrongText={t('common:dateWrong')}
        />
        <DateEntry
          label={t('log:to')}
          value={range.to}
          onChange={(to) => change({ to })}
          wrongText={t('common:dateWrong')}
        />
        <ChoiceField
          label={t('log:operator')}
          value={range.operatorId ?? everybody}
          onChange={(value) => change({ operatorId: value === everybody ? null : value })}
          options={[
            { value: everybody, label: t('log:everybody') },
            ...(operators.data ?? []).map(({ operatorId, displayName }) => ({ value: operatorId, label: displayName })),
          ]}
        />
      </div>
      <FailureLine failure={failure ?? totals.code} />
      <ExportProgressView />
      {totals.data && <LogCharts totals={totals.data} nameOf={nameOf} />}
      <LogRows key={JSON.stringify(range)} range={range} />
    </OfficeLayout>
  )
}
