import { useTranslation } from 'react-i18next'
import { ActionButton, NextButton } from '../components/buttons.tsx'
import { FailureLine } from '../components/failure-panel.tsx'
import { PacketTrack } from '../components/packet-track.tsx'
import { ReceiptPaper } from '../components/receipt-paper.tsx'
import { StepFrame } from '../components/step-frame.tsx'
import { useIntent, useSession, useUi, useUiState } from '../core/context.tsx'
import { startDownload } from '../core/download.ts'
import { languageOf } from '../core/language.ts'

/** Sealed: where the packet stands, live; the citizen's receipt; and the next citizen. */
export function ReceiptStep() {
  const { t, i18n } = useTranslation()
  const { sealed, consent } = useSession()
  const offline = useUiState((state) => state.status?.network.state === 'offline')
  const settleVisit = useVisitSettlement()
  const { run, pending, code } = useIntent()
  const language = consent?.language ?? languageOf(i18n)
  if (!sealed) return null

  async function save() {
    const file = await run('session.receipt', { language })
    if (file) startDownload(file.downloadUrl, file.fileName)
  }

  async function close() {
    await settleVisit()
    await run('session.close', {})
  }

  return (
    <StepFrame
      title={t(`receipt:title.${sealed.outcome}`)}
      lead={t(offline ? 'receipt:leadOffline' : `receipt:lead.${sealed.outcome}`)}
      next={
        <NextButton pending={pending} onPress={() => void close()}>
          {t('receipt:nextCitizen')}
        </NextButton>
      }
    >
      <PacketTrack sealed={sealed} />
      <div className="row receipt-ways">
        <ActionButton icon="print" onPress={() => print()}>
          {t('receipt:print')}
        </ActionButton>
        <ActionButton icon="download" pending={pending} onPress={() => void save()}>
          {t('receipt:pdf')}
        </ActionButton>
      </div>
      <FailureLine code={code} />
      <ReceiptPaper language={language} />
    </StepFrame>
  )
}

/** On a home visit the postman's list takes the visit as done, unless the check was cancelled: it may be done again. */
function useVisitSettlement(): () => Promise<void> {
  const { client } = useUi()
  const { application, sealed } = useSession()
  const tablet = useUiState((state) => state.status?.kind === 'tablet')
  return async () => {
    if (!tablet || sealed?.outcome === 'cancelled') return
    const visits = await client.request('appointment.list', {}).catch(() => [])
    const visit = visits.find(({ reference, outcome }) => reference === application?.reference && outcome === null)
    if (!visit) return
    const { appointmentId } = visit
    await client.request('appointment.settle', { appointmentId, outcome: 'done', note: null }).catch(() => null)
  }
}
