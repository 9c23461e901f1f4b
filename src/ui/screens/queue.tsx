import { useTexts } from '../core/use-texts.ts'
import type { CentralDecision, PacketState } from '../../contract/session.ts'
import type { QueueItem } from '../../contract/requests.ts'
import { ActionButton, NextButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { Mark, type Tone } from '../../design/components/mark.tsx'
import { OfficeLayout } from '../components/layout/office-layout.tsx'
import { useIntent, useRequest, useUi, useUiState, type Intent } from '../core/context.tsx'
import { chooseFile } from '../core/choose-file.ts'
import { readBase64, startDownload } from '../core/download.ts'
import { sayTime } from '../core/format.ts'
import { addToast } from '../core/store.ts'

const tones: Record<PacketState, Tone> = {
  queued: 'open',
  sent: 'open',
  received: 'good',
  decided: 'good',
  parked: 'bad',
}

const decisionTones: Record<CentralDecision, Tone> = {
  APPROVED: 'good',
  REJECTED: 'bad',
  NOT_VERIFIED: 'open',
  MANUAL_REVIEW: 'attention',
  QUARANTINED: 'attention',
}

/** Every sealed result that is not yet settled: nothing is ever lost, and what is stuck says why. */
export function QueueScreen() {
  const { t } = useTexts()
  const changes = useUiState((state) => state.queueChanges)
  const manager = useUiState((state) => state.status?.operator?.role === 'manager')
  const queue = useRequest('queue.list', {}, changes)
  const intent = useIntent()
  const items = queue.data ?? []
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
      <FailureLine code={intent.code ?? queue.code} />
      {items.length === 0 ? (
        <p className="nothing">{t('queue:empty')}</p>
      ) : (
        <QueueTable items={items} onRetry={retry} />
      )}
      {manager && <Bundles intent={intent} onChanged={queue.reload} />}
    </OfficeLayout>
  )
}

function QueueTable({ items, onRetry }: { items: QueueItem[]; onRetry(packetId: string): void }) {
  const { t, language } = useTexts()
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
            <th scope="row" className="mono">
              {item.reference ?? '—'}
            </th>
            <td className="when">{sayTime(item.sealedAt, language)}</td>
            <td>{item.outcome === null ? t('queue:fromElsewhere') : t(`words:outcome.${item.outcome}`)}</td>
            <td>
              <Mark tone={item.centralDecision ? decisionTones[item.centralDecision] : tones[item.state]}>
                {item.centralDecision ? t(`words:central.${item.centralDecision}`) : t(`words:packet.${item.state}`)}
              </Mark>
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
