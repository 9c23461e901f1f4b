import { stat } from 'node:fs/promises'
import type { ExportFormat } from '../../contract/daily-log.ts'
import { Failure } from '../../contract/failure.ts'
import { textsIn } from '../../texts/texts-in.ts'
import type { StationKeys } from '../keys/station-keys.ts'
import type { Audit } from '../audit/port.ts'
import type { Clock } from '../clock/port.ts'
import type { DailyLog } from './port.ts'
import type { Store } from '../store/open-store.ts'
import { writeFileSafely } from '../store/write-file.ts'
import type { CentralRecord } from '../sync/central-state.ts'
import type { ExportInput } from './export-input.ts'
import { toCsv } from './export-csv.ts'
import { toJsonLines } from './export-jsonl.ts'
import { toPdf } from './export-pdf.ts'
import { batchesOf, checkRange, countRows, newestPosition } from './log-rows.ts'
import { computeTotals, createTally } from './totals.ts'

const batchSize = 500

export interface LogParts {
  store: Store
  audit: Audit
  clock: Clock
  keys: StationKeys
  central: CentralRecord
  timeZone: string
  /** Holds the two weights of the printed form's typeface. */
  fontsFolder: string
}
const formats: Record<ExportFormat, (input: ExportInput) => AsyncIterable<string | Uint8Array>> = {
  csv: toCsv,
  pdf: toPdf,
  jsonl: toJsonLines,
}

function nameIn({ db }: Store): (operatorId: string) => string {
  const named = db.prepare<[string], { name: string }>(
    'SELECT display_name AS name FROM operators WHERE operator_id = ?',
  )
  return (operatorId) => named.get(operatorId)?.name ?? operatorId
}

/** Streams a range into a file; see DailyLog.exportTo. */
export async function exportLog(
  parts: LogParts,
  request: Parameters<DailyLog['exportTo']>[0],
): ReturnType<DailyLog['exportTo']> {
  const { range, format, language, by, signal, filePath } = request
  checkRange(range)
  const { stationId, branchName } = parts.central.get()
  const exportedAt = parts.clock.now().toISOString()
  const until = newestPosition(parts.store)
  const rowsTotal = countRows(parts.store, range)
  const tally = createTally()
  let rowsDone = 0
  async function* counted() {
    for await (const rows of batchesOf(parts.store, range, until, batchSize, tally.add)) {
      if (signal.aborted) throw new Failure('export_cancelled')
      yield rows
      rowsDone += rows.length
      request.onProgress({ rowsDone, rowsTotal })
    }
  }
  const origin = {
    station_id: stationId,
    branch_name: branchName,
    environment: parts.store.environment,
    exported_at: exportedAt,
    exported_by: by,
  }
  const content = formats[format]({
    batches: counted(),
    totalsSoFar: tally.totals,
    totalsAhead: () => computeTotals(parts.store, range, until),
    range,
    language,
    say: textsIn(language),
    timeZone: parts.timeZone,
    fontsFolder: parts.fontsFolder,
    signer: parts.keys.signer(),
    nameOf: nameIn(parts.store),
    origin,
  })
  request.onProgress({ rowsDone, rowsTotal })
  await writeFileSafely(filePath, content, signal)
  const facts = { format, from: range.from, to: range.to, operator: range.operatorId, rows: rowsDone }
  parts.audit.append({ action: 'dailyLog.exported', actor: by, subject: null, facts })
  const span = range.from === range.to ? range.from : `${range.from}_${range.to}`
  return { rows: rowsDone, bytes: (await stat(filePath)).size, fileName: `guichet-${span}.${format}` }
}
