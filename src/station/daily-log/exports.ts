import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { ExportFormat, ExportProgress } from '../../contract/daily-log.ts'
import { codeOf, Failure } from '../../contract/failure.ts'
import type { RequestInput } from '../../contract/requests.ts'
import type { Broadcast } from '../wire/broadcast.ts'
import type { Downloads } from '../downloads/downloads.ts'
import type { DailyLog } from './port.ts'

export interface Exports {
  start(input: RequestInput<'dailyLog.export'>, by: string): { exportId: string }
  /** Code: not_found. */
  cancel(exportId: string): void
  cancelAll(): void
  isRunning(): boolean
}

const mediaTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  jsonl: 'application/x-ndjson',
}

/** Daily-log exports under way: each streams to a file of its own, reports its progress and is fetched once. */
export function createExports(dailyLog: DailyLog, downloads: Downloads, broadcast: Broadcast, folder: string): Exports {
  const running = new Map<string, AbortController>()

  const run = async (exportId: string, input: RequestInput<'dailyLog.export'>, by: string, signal: AbortSignal) => {
    const progress: ExportProgress = {
      exportId,
      state: 'running',
      rowsDone: 0,
      rowsTotal: 0,
      downloadUrl: null,
      fileName: null,
      code: null,
    }
    const report = (change: Partial<ExportProgress>) =>
      broadcast.emit('export.progress', Object.assign(progress, change))
    const { format, language, from, to, operatorId } = input
    const filePath = join(folder, `${exportId}.${format}`)
    try {
      const { fileName } = await dailyLog.exportTo({
        exportId,
        range: { from, to, operatorId },
        format,
        language,
        by,
        filePath,
        signal,
        onProgress: report,
      })
      const downloadUrl = downloads.offer({ fileName, mediaType: mediaTypes[format], content: { path: filePath } })
      report({ state: 'done', downloadUrl, fileName })
    } catch (error) {
      const code = codeOf(error)
      report({ state: code === 'export_cancelled' ? 'cancelled' : 'failed', code })
    } finally {
      running.delete(exportId)
    }
  }

  return {
    start(input, by) {
      const exportId = randomUUID()
      const controller = new AbortController()
      running.set(exportId, controller)
      void run(exportId, input, by, controller.signal)
      return { exportId }
    },
    cancel(exportId) {
      const controller = running.get(exportId)
      if (controller === undefined) throw new Failure('not_found')
      controller.abort()
    },
    cancelAll() {
      for (const controller of running.values()) controller.abort()
    },
    isRunning: () => running.size > 0,
  }
}
