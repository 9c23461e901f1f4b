import { useState } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import type { DailyLogFilter, DailyLogRange, DailyLogRow } from '../../../contract/daily-log.ts'
import { Outcome } from '../../../contract/decision.ts'
import { DocumentType } from '../../../contract/identity.ts'
import { useRequest } from '../../core/context.tsx'
import { sayDuration } from '../../core/format.ts'
import { useTimes } from '../../core/use-times.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { ChoiceField } from '../../../design/components/choice-field.tsx'
import { TextEntry } from '../../../design/components/text-entry.tsx'
import { CaseCell } from './case-cell.tsx'

const pageRows = 50
const columns = ['time', 'reference', 'operator', 'document', 'outcome', 'duration', 'state'] as const
const unfiltered: DailyLogFilter = { reference: '', outcome: null, documentType: null }
const all = '*'

/** The sessions themselves, a page at a time: searched by any part of the reference, narrowed, and each opened by its reference. */
export function LogRows({ range }: { range: DailyLogRange }) {
  const { t } = useTexts()
  const [offset, setOffset] = useState(0)
  const [filter, setFilter] = useState(unfiltered)
  const { data } = useRequest('dailyLog.rows', { ...range, filter, offset, limit: pageRows })
  const narrow = (part: Partial<DailyLogFilter>) => {
    setOffset(0)
    setFilter({ ...filter, ...part })
  }
  if (!data) return null
  const isFiltered = filter.reference !== '' || filter.outcome !== null || filter.documentType !== null
  if (data.total === 0 && !isFiltered) return <p className="nothing">{t('log:empty')}</p>
  return (
    <section className="stack" aria-labelledby="rows">
      <div className="spread">
        <h2 id="rows">{t('log:rows')}</h2>
        <div className="row">
          <span className="soft" role="status">
            {data.total === 0
              ? t('log:notFound')
              : t('log:page', { from: offset + 1, to: offset + data.rows.length, total: data.total })}
          </span>
          <ActionButton icon="back" disabled={offset === 0} onPress={() => setOffset(offset - pageRows)}>
            {t('log:earlier')}
          </ActionButton>
          <ActionButton
            icon="forward"
            disabled={offset + pageRows >= data.total}
            onPress={() => setOffset(offset + pageRows)}
          >
            {t('log:later')}
          </ActionButton>
        </div>
      </div>
      <RowFilter filter={filter} onChange={narrow} />
      {data.total > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-labelledby="rows">
          <table className="list">
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {t(`log:column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row) => (
                <Row key={row.packetId} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function RowFilter({ filter, onChange }: { filter: DailyLogFilter; onChange(part: Partial<DailyLogFilter>): void }) {
  const { t } = useTexts()
  const { reference, outcome, documentType } = filter
  return (
    <div className="row-filter" role="search" aria-label={t('log:filter')}>
      <TextEntry
        label={t('log:findReference')}
        type="search"
        inputMode="search"
        value={reference}
        onChange={(value) => onChange({ reference: value })}
        maxLength={40}
      />
      <ChoiceField
        label={t('log:column.outcome')}
        value={outcome ?? all}
        onChange={(value) => onChange({ outcome: Outcome.safeParse(value).data ?? null })}
        options={[
          { value: all, label: t('log:everyOutcome') },
          ...Outcome.options.map((value) => ({ value, label: t(`words:outcome.${value}`) })),
        ]}
      />
      <ChoiceField
        label={t('log:column.document')}
        value={documentType ?? all}
        onChange={(value) => onChange({ documentType: DocumentType.safeParse(value).data ?? null })}
        options={[
          { value: all, label: t('log:everyDocument') },
          ...DocumentType.options.map((value) => ({ value, label: t(`documents:${value}.name`) })),
        ]}
      />
    </div>
  )
}

function Row({ row }: { row: DailyLogRow }) {
  const { t } = useTexts()
  const { sayTime } = useTimes()
  const { documentType, centralDecision, packetId } = row
  return (
    <tr>
      <td className="when">{sayTime(row.sealedAt)}</td>
      <CaseCell packetId={packetId} reference={row.reference} />
      <td>{row.operatorName}</td>
      <td>{documentType ? t(`documents:${documentType}.name`) : '—'}</td>
      <td>
        {t(`words:outcome.${row.outcome}`)} {row.provisional && <span className="tag">{t('log:provisional')}</span>}{' '}
        {row.overridden && <span className="tag">{t('log:overridden')}</span>}
        {row.reasons.length > 0 && (
          <span className="small soft block">
            {row.reasons.map((reason) => t(`reasons:${reason}.title`)).join(', ')}
          </span>
        )}
      </td>
      <td>{sayDuration(row.durationSeconds)}</td>
      <td>{centralDecision ? t(`words:central.${centralDecision}`) : t(`words:packet.${row.state}`)}</td>
    </tr>
  )
}
