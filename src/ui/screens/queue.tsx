import { useState } from 'react'
import { readReferencePart } from '../../contract/reference.ts'
import { Segments } from '../../design/components/segments.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { CaseCell } from '../components/log/case-cell.tsx'
import { findPackets, standingOf, standings, type Standing } from '../core/packet-standing.ts'
import { useTexts } from '../core/use-texts.ts'
import type { QueueItem } from '../../contract/queue-item.ts'
import { ActionButton, NextButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { Mark } from '../../design/components/mark.tsx'
import { OfficeLayout } from '../components/layout/office-layout.tsx'
import { useIntent, useRequest, useUi, useUiState, type Intent } from '../core/context.tsx'
import { chooseFile } from '../core/choose-file.ts'
import { readBase64, startDownload } from '../core/download.ts'
import { useTimes } from '../core/use-times.ts'
import { addToast } from '../core/store.ts'

/** Every sealed result that is not yet settled: nothing is ever lost, and what is stuck says why. */
export function QueueScreen() {
  const { t } = useTexts()
  const changes = useUiState((state) => state.queueChanges)
  const visits = useUiState((state) => state.status?.queue.visits ?? 0)
  const manager = useUiState((state) => state.status?.operator?.role === 'manager')
  const queue = useRequest('queue.list', {}, changes)
  const intent = useIntent()
  const items = queue.data ?? []
  const [part, setPart] = useState('')
  const [standing, setStanding] = useState<Standing>('all')
  const found = findPackets(items, readReferencePart(part), standing)
  const retry = (packetId: string | null) => void intent.run('queue.retry', { packetId }).then(queue.reload)
  return (
    <OfficeLayout
      title={t('queue:title')}
      lead={t('queue:lead')}
      next={
        <NextButton pending={intent.pending} onPress={() => retry(null)}>
          {t('queue:sendNow')}
        </NextButton>
      }
    >
      <FailureLine failure={intent.failure ?? queue.code} />
      {visits > 0 && (
        <Notice>
          <p>{t('queue:visits', { count: visits })}</p>
        </Notice>
      )}
      {items.length === 0 ? (
        visits === 0 && <p className="nothing">{t('queue:empty')}</p>
      ) : (
        <>
          <div className="row-filter" role="search" aria-label={t('queue:filter')}>
            <TextEntry
              label={t('queue:find')}
              type="search"
              inputMode="search"
              value={part}
              onChange={setPart}
              maxLength={40}
            />
            <Segments
              label={t('queue:show')}
              value={standing}
              onChange={setStanding}
              options={standings.map((value) => ({ value, label: t(`queue:standing.${value}`) }))}
            />
          </div>
          {found.length === 0 ? (
            <p className="nothing" role="status">
              {t('queue:notFound')}
            </p>
          ) : (
            <QueueTable items={found} onRetry={retry} />
          )}
        </>
      )}
      {manager && <Bundles intent={intent} onChanged={queue.reload} />}
    </OfficeLayout>
  )
}

function QueueTable({ items, onRetry }: { items: QueueItem[]; onRetry(packetId: string): void }) {
  const { t } = useTexts()
  const { sayTime } = useTimes()
  return (
    <table className="list">
      <caption className="visually-hidden">{t('queue:title')}</caption>
      <thead>
        <tr>
          {(['reference', 'sealedAt', 'outcome', 'state', 'why'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`queue:column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.packetId}>
            <CaseCell packetId={item.packetId} reference={item.reference} />
            <td className="when">{sayTime(item.sealedAt)}</td>
            <td>{item.outcome === null ? '—' : t(`words:outcome.${item.outcome}`)}</td>
            <td>
              <Mark tone={standingOf(item).tone}>{t(standingOf(item).word)}</Mark>
            </td>
            <td>
              <div className="why-cell">
                {item.code && <span>{t(`failures:${item.code}.title`)}</span>}
                {item.state === 'parked' && (
                  <ActionButton onPress={() => onRetry(item.packetId)}>{t('queue:retry')}</ActionButton>
                )}
                {item.state === 'queued' && item.attempts > 0 && (
                  <span className="soft small">{t('queue:attempts', { count: item.attempts })}</span>
                )}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A broken kiosk's results leave on a stick, encrypted as they are, and come in at another. */
function Bundles({ intent, onChanged }: { intent: Intent; onChanged(): void }) {
  const { t } = useTexts()
  const { store } = useUi()
  async function takeOff() {
    const file = await intent.run('queue.exportBundle', {})
    if (file) startDownload(file.downloadUrl, file.fileName)
  }
  async function bringIn(file: File) {
    const result = await intent.run('queue.importBundle', { base64: await readBase64(file) })
    if (!result) return
    addToast(store, 'good', t('queue:imported', { count: result.imported, already: result.already }))
    onChanged()
  }
  return (
    <section className="panel stack" aria-labelledby="bundles">
      <h2 id="bundles">{t('queue:bundles')}</h2>
      <p className="soft">{t('queue:bundlesLead')}</p>
      <div className="row">
        <ActionButton icon="download" pending={intent.pending} onPress={() => void takeOff()}>
          {t('queue:takeOff')}
        </ActionButton>
        <ActionButton icon="upload" pending={intent.pending} onPress={() => chooseFile((file) => void bringIn(file))}>
          {t('queue:bringIn')}
        </ActionButton>
      </div>
    </section>
  )
}
