import { Failure } from '../../contract/failure.ts'
import type { Language } from '../../contract/identity.ts'
import type { Receipt } from '../../contract/receipt.ts'
import { writeReceipt } from '../../texts/write-receipt.ts'
import type { DailyLog } from '../daily-log/port.ts'
import type { Downloads } from '../downloads/downloads.ts'
import type { SessionRunner } from '../session/port.ts'
import type { Sync } from '../sync/port.ts'
import type { Handlers } from '../wire/dispatch.ts'
import { receiptOfRow, receiptOfSession, type IssuingBranch } from './receipt-of.ts'
import { createReceiptPdf } from './receipt-pdf.ts'

interface Parts {
  runner: SessionRunner
  sync: Sync
  dailyLog: DailyLog
  downloads: Downloads
  training: boolean
  timeZone: string
  fontsFolder: string
}

/** What the citizen takes home: one model for screen, print and PDF, and again from the log. */
export function receiptHandlers(
  parts: Parts,
): Pick<Handlers, 'session.receiptView' | 'session.receipt' | 'dailyLog.receipt'> {
  const { runner, sync, dailyLog, downloads, training, timeZone, fontsFolder } = parts
  const place = (): IssuingBranch => {
    const [{ branchName }, { citizenContact: contact }] = [sync.identity(), sync.policy()]
    return { branchName, contact, timeZone, training }
  }
  const ofSession = () => receiptOfSession(runner.sealed(), place())
  const offer = async (receipt: Receipt, language: Language) => {
    const content = await createReceiptPdf(writeReceipt(receipt, language), fontsFolder)
    const fileName = `guichet-${receipt.reference}.pdf`
    return { downloadUrl: downloads.offer({ fileName, mediaType: 'application/pdf', content }), fileName }
  }
  return {
    'session.receiptView': ofSession,
    'session.receipt': ({ language }) => offer(ofSession(), language),
    'dailyLog.receipt': ({ packetId, language }) => {
      const row = dailyLog.find(packetId)
      if (row === null) throw new Failure('receipt_unknown')
      return offer(receiptOfRow(row, place()), language)
    },
  }
}
