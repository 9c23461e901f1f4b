import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Downloads } from '../downloads/downloads.ts'
import type { Auth } from '../people/auth.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { Audit } from './port.ts'

interface Parts {
  auth: Auth
  audit: Audit
  downloads: Downloads
  /** Owner-only folder for files on their way out. */
  exportFolder: string
  today: () => string
}

/** The record of what was done: checked, and taken away to be checked elsewhere. */
export function auditHandlers({
  auth,
  audit,
  downloads,
  exportFolder,
  today,
}: Parts): Pick<Handlers, Extract<keyof Handlers, `audit.${string}`>> {
  return {
    'audit.verify': () => audit.verify(),
    'audit.export': async () => {
      const fileName = `guichet-audit-${today()}.jsonl`
      // Two exports of one day are two files: the first may still be on its way out.
      const path = join(exportFolder, `${randomUUID()}.jsonl`)
      await audit.exportTo(path, auth.require().operatorId)
      const downloadUrl = downloads.offer({ fileName, mediaType: 'application/x-ndjson', content: { path } })
      return { downloadUrl, fileName }
    },
  }
}
