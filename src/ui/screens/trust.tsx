import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import { NextButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { OfficeLayout } from '../components/layout/office-layout.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { useIntent, useRequest, useUi } from '../core/context.tsx'
import { chooseFile } from '../core/choose-file.ts'
import { readBase64 } from '../core/download.ts'
import { sayDay } from '../../texts/say-time.ts'
import { addToast } from '../core/store.ts'
import type { TrustOverview, TrustReview } from '../../contract/trust.ts'
import { Coverage } from './trust-coverage.tsx'
import { TrustLists } from './trust-lists.tsx'
import { TrustReviewDialog } from './trust-review.tsx'

const mostShown = 200
/** A file that was chosen and looked at, and is not taken yet. */
type Asked = { fileName: string; base64: string; review: TrustReview }

/** Which states' signing certificates this kiosk trusts, from which lists, signed by whom, and how old. */
export function TrustScreen() {
  const { t, language } = useTexts()
  const { store } = useUi()
  const trust = useRequest('trust.list', {})
  const { run, pending, failure } = useIntent()
  const [asked, setAsked] = useState<Asked | null>(null)
  async function look(file: File) {
    const chosen = { fileName: file.name.slice(0, 200), base64: await readBase64(file) }
    const review = await run('trust.review', chosen)
    if (review) setAsked({ ...chosen, review })
  }

  async function bringIn({ review: _, ...file }: Asked, confirmed: string[]) {
    const result = await run('trust.import', { ...file, confirmed })
    setAsked(null)
    if (!result) return
    addToast(store, 'good', t('trust:imported', { count: result.added, already: result.already }))
    trust.reload()
  }

  async function remove(sha256: string) {
    const done = await run('trust.remove', { sha256 })
    if (done === undefined) return
    addToast(store, 'good', t('trust:removed'))
    trust.reload()
  }

  return (
    <OfficeLayout
      title={t('trust:title')}
      lead={t('trust:lead')}
      next={
        <NextButton pending={pending} onPress={() => chooseFile((file) => void look(file))}>
          {t('trust:import')}
        </NextButton>
      }
    >
      <FailureLine failure={failure ?? trust.code} />
      {trust.data && <Coverage coverage={trust.data.coverage} />}
      {trust.data?.central && (
        <p className={trust.data.central.outdated ? 'small' : 'soft small'}>
          {t('trust:central', {
            version: trust.data.central.version,
            day: sayDay(trust.data.central.asOf.slice(0, 10), language, 'short'),
          })}{' '}
          {trust.data.central.outdated && t('trust:centralOld')}
        </p>
      )}
      <TrustLists lists={trust.data?.lists ?? []} pending={pending} onRemove={(sha256) => void remove(sha256)} />
      <Entries entries={trust.data?.entries ?? []} />
      {asked && (
        <TrustReviewDialog
          review={asked.review}
          pending={pending}
          onAccept={(confirmed) => void bringIn(asked, confirmed)}
          onClose={() => setAsked(null)}
        />
      )}
    </OfficeLayout>
  )
}

/** Every certificate, found by its country or name. */
function Entries({ entries }: { entries: TrustOverview['entries'] }) {
  const { t, language } = useTexts()
  const [filter, setFilter] = useState('')
  const wanted = filter.trim().toLowerCase()
  const found = entries.filter(({ subject, country }) => `${country} ${subject}`.toLowerCase().includes(wanted))
  return (
    <>
      <TextEntry label={t('trust:find')} value={filter} onChange={setFilter} />
      <p className="soft">{t('trust:shown', { shown: Math.min(found.length, mostShown), count: found.length })}</p>
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
            {found.slice(0, mostShown).map((entry, index) => (
              <tr key={`${entry.subject}.${index}`}>
                <td className="mono">{entry.country}</td>
                <th scope="row">{entry.subject}</th>
                <td>
                  <span className="when">{sayDay(entry.validFrom.slice(0, 10), language, 'short')} –</span>{' '}
                  <span className="when">{sayDay(entry.validTo.slice(0, 10), language, 'short')}</span>
                </td>
                <td>{entry.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
