import { useState } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import type { DailyLogRange, DailyLogRow } from '../../../contract/daily-log.ts'
import { useIntent, useRequest } from '../../core/context.tsx'
import { startDownload } from '../../core/download.ts'
import { sayDuration, sayTime } from '../../core/format.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'

const pageRows = 50
const columns = ['time', 'reference', 'operator', 'document', 'outcome', 'duration', 'state'] as const

/** The sessions themselves, a page at a time. */
export function LogRows({ range }: { range: DailyLogRange }) {
  const { t } = useTexts()
  const [offset, setOffset] = useState(0)
  const { data } = useRequest('dailyLog.rows', { ...range, offset, limit: pageRows })
  if (!data) return null
  if (data.total === 0) return <p className="nothing">{t('log:empty')}</p>
  return (
    <section className="stack" aria-labelledby="rows">
      <div className="spread">
        <h2 id="rows">{t('log:rows')}</h2>
        <div className="row">
          <span className="soft">
            {t('log:page', { from: offset + 1, to: offset + data.rows.length, total: data.total })}
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
    </section>
  )
}

function Row({ row }: { row: DailyLogRow }) {
  const { t, language } = useTexts()
  const { documentType, centralDecision, packetId } = row
  const { run, pending } = useIntent()
  async function print() {
    const file = await run('dailyLog.receipt', { packetId, language })
    if (file) startDownload(file.downloadUrl, file.fileName)
  }
  return (
    <tr>
      <td className="when">{sayTime(row.sealedAt, language)}</td>
      <th scope="row" className="mono">
        {row.reference}
      </th>
      <td>{row.operatorId}</td>
      <td>{documentType ? t(`words:documentType.${documentType}`) : '—'}</td>
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
      <td>
        {centralDecision ? t(`words:central.${centralDecision}`) : t(`words:packet.${row.state}`)}
        <ActionButton
          kind="quiet"
          pending={pending}
          label={`${t('log:receipt')} ${row.reference}`}
          onPress={() => void print()}
        >
          {t('log:receipt')}
        </ActionButton>
      </td>
    </tr>
  )
}
