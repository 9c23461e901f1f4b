import { useTexts } from '../core/use-texts.ts'
import { ActionButton, NextButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { PacketTrack } from '../components/decide/packet-track.tsx'
import { ReceiptPaper } from '../components/decide/receipt-paper.tsx'
import { StepLayout } from '../components/layout/step-layout.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { writeReceipt } from '../../texts/write-receipt.ts'
import { useIntent, useRequest, useSession, useUiState } from '../core/context.tsx'
import { startDownload } from '../core/download.ts'

/** Sealed: where the packet stands, live; the citizen's receipt; and the next citizen. */
export function ReceiptStep() {
  const { t, language: shown } = useTexts()
  const { sealed, consent } = useSession()
  const offline = useUiState((state) => state.status?.network.state === 'offline')
  const { run, pending, failure } = useIntent()
  const language = consent?.language ?? shown
  const receipt = useRequest('session.receiptView', {})
  if (!sealed) return null

  async function save() {
    const file = await run('session.receipt', { language })
    if (file) startDownload(file.downloadUrl, file.fileName)
  }

  return (
    <StepLayout
      title={t(`receipt:title.${sealed.outcome}`)}
      lead={t(offline ? 'receipt:leadOffline' : `receipt:lead.${sealed.outcome}`)}
      next={
        <NextButton pending={pending} onPress={() => void run('session.close', {})}>
          {t('receipt:nextCitizen')}
        </NextButton>
      }
    >
      <Notice tone="attention">
        <strong>{t('receipt:giveBack')}</strong>
      </Notice>
      <PacketTrack sealed={sealed} />
      <div className="row receipt-ways">
        <ActionButton icon="print" onPress={() => print()}>
          {t('receipt:print')}
        </ActionButton>
        <ActionButton icon="download" pending={pending} onPress={() => void save()}>
          {t('receipt:pdf')}
        </ActionButton>
      </div>
      <FailureLine failure={failure ?? receipt.code} />
      {receipt.data && <ReceiptPaper sheet={writeReceipt(receipt.data, language)} />}
    </StepLayout>
  )
}
