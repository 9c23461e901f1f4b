import type { Language } from '../../contract/identity.ts'
import { csvLine } from './csv-line.ts'
import type { ExportInput } from './export-input.ts'
import { cellsOf, headings, totalLines } from './row-cells.ts'
import { logColumns } from './log-columns.ts'

/** What a spreadsheet of that language takes for the end of a column: where the comma is decimal, the semicolon. */
const separators: Record<Language, string> = { fr: ';', en: ',' }

/**
 * RFC 4180 (in French with semicolons) with CRLF, a byte order mark for spreadsheets, every field quoted, and cells that a spreadsheet would run as a
 * formula made text (OWASP, CSV Injection). The totals follow the rows in the same columns.
 */
export async function* toCsv({ batches, totalsSoFar, say, language, timeZone }: ExportInput): AsyncGenerator<string> {
  const lines = (records: string[][]) => records.map((record) => csvLine(record, separators[language])).join('')
  yield '\uFEFF' + lines([headings(say)])
  for await (const rows of batches)
    yield lines(
      rows.map((row) => {
        const cells = cellsOf(row, say, timeZone)
        return logColumns.map((column) => cells[column])
      }),
    )
  const padding = logColumns.slice(2).map(() => '')
  yield lines([
    [say('daily-log:total.heading'), '', ...padding],
    ...totalLines(totalsSoFar(), say).map((line) => [...line, ...padding]),
  ])
}
