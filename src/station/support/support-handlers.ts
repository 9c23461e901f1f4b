import type { Downloads } from '../downloads/downloads.ts'
import type { StatusBoard } from '../status/status-board.ts'
import type { Handlers } from '../wire/dispatch.ts'
import { supportReport } from './support-report.ts'

interface Parts {
  dataFolder: string
  statusBoard: StatusBoard
  downloads: Downloads
  now: () => Date
  today: () => string
}

/** What is sent to the support desk. */
export function supportHandlers({
  dataFolder,
  statusBoard,
  downloads,
  now,
  today,
}: Parts): Pick<Handlers, 'support.report'> {
  return {
    'support.report': async ({ camera }) => {
      const text = await supportReport({ dataFolder, now: now(), status: statusBoard.read(), camera })
      const fileName = `guichet-support-${today()}.json`
      const content = Buffer.from(text)
      return { downloadUrl: downloads.offer({ fileName, mediaType: 'application/json', content }), fileName }
    },
  }
}
