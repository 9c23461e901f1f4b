import type { Downloads } from '../downloads/downloads.ts'
import type { SessionRunner } from '../session/port.ts'
import type { Sync } from '../sync/port.ts'
import type { Handlers } from '../wire/dispatch.ts'
import { createReceiptPdf } from './receipt-pdf.ts'

interface Parts {
  runner: SessionRunner
  sync: Sync
  downloads: Downloads
  training: boolean
  fontsFolder: string
}

/** What the citizen takes home. */
export function receiptHandlers({
  runner,
  sync,
  downloads,
  training,
  fontsFolder,
}: Parts): Pick<Handlers, 'session.receipt'> {
  return {
    'session.receipt': async ({ language }) => {
      const { session, last4 } = runner.sealed()
      const { branchName } = sync.identity()
      const content = await createReceiptPdf({ session, last4, language, branchName, training, fontsFolder })
      const fileName = `guichet-${session.application?.reference ?? session.sessionId}.pdf`
      return { downloadUrl: downloads.offer({ fileName, mediaType: 'application/pdf', content }), fileName }
    },
  }
}
