import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import { NextButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { OfficeLayout } from '../components/layout/office-layout.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { useIntent, useRequest, useUi } from '../core/context.tsx'
import { chooseFile } from '../core/choose-file.ts'
import { readBase64 } from '../core/download.ts'
import { sayDate } from '../core/format.ts'
import { addToast } from '../core/store.ts'

const mostShown = 200

/** Which states' signing certificates this kiosk trusts, from which lists, signed by whom, and how old. */
export function TrustScreen() {
  const { t, language } = useTexts()
  const { store } = useUi()
  const trust = useRequest('trust.list', {})
  const { run, pending, code } = useIntent()
  const [filter, setFilter] = useState('')
  const wanted = filter.trim().toLowerCase()
  const entries = (trust.data?.entries ?? []).filter(({ subject, country }) =>
    `${country} ${subject}`.toLowerCase().includes(wanted),
  )

  async function bringIn(file: File) {
    const result = await run('trust.import', { fileName: file.name.slice(0, 200), base64: await readBase64(file) })
    if (!result) return
    addToast(store, 'good', t('trust:imported', { count: result.added, already: result.already }))
    trust.reload()
  }

  return (
    <OfficeLayout
      title={t('trust:title')}
      lead={t('trust:lead')}
      next={
        <NextButton pending={pending} onPress={() => chooseFile((file) => void bringIn(file))}>
          {t('trust:import')}
        </NextButton>
      }
    >
      <FailureLine code={code ?? trust.code} />
      <ul className="cards">
        {(trust.data?.lists ?? []).map((list) => (
          <li key={list.source} className="card">
            <strong>{list.source}</strong>
            <span>{t('trust:certificates', { count: list.certificates })}</span>
            <span className="soft small">
              {list.signer ? t('trust:signer', { signer: list.signer }) : t('trust:unsigned')}
              {list.ageDays !== null && ` · ${t('trust:age', { count: list.ageDays })}`}
            </span>
          </li>
        ))}
      </ul>
      <TextEntry label={t('trust:find')} value={filter} onChange={setFilter} />
      <p className="soft">{t('trust:shown', { shown: Math.min(entries.length, mostShown), count: entries.length })}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={t('trust:title')}>
        <table className="list">
          <thead>
            <tr>
              {(['country', 'subject', 'valid', 'source'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`trust:column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {entries.slice(0, mostShown).map((entry, index) => (
              <tr key={`${entry.subject}.${index}`}>
                <td className="mono">{entry.country}</td>
                <th scope="row">{entry.subject}</th>
                <td>
                  <span className="when">{sayDate(entry.validFrom.slice(0, 10), language, 'short')} –</span>{' '}
                  <span className="when">{sayDate(entry.validTo.slice(0, 10), language, 'short')}</span>
                </td>
                <td>{entry.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </OfficeLayout>
  )
}
