import { z } from 'zod'
import { ClerkFiguresView } from '../clerk-figures.ts'
import { CaseView, DailyLogFilter, DailyLogRange, DailyLogRow, DailyLogTotals, ExportFormat } from '../daily-log.ts'
import { Language } from '../identity.ts'
import { Download, done, nothing, type Requests } from './request.ts'

/** What was done at the kiosk, and by whom. */
export const logRequests = {
  /** Figures of whoever is logged in and, to a manager, of the branch's people: nobody else's can be asked for. */
  'figures.view': { access: 'operator', input: nothing, output: ClerkFiguresView },
  'dailyLog.rows': {
    access: 'manager',
    input: DailyLogRange.extend({
      filter: DailyLogFilter,
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(200),
    }),
    output: z.object({ rows: z.array(DailyLogRow), total: z.int() }),
  },
  'dailyLog.totals': { access: 'manager', input: DailyLogRange, output: DailyLogTotals },
  'dailyLog.export': {
    access: 'manager',
    input: DailyLogRange.extend({ format: ExportFormat, language: Language }),
    output: z.object({ exportId: z.uuid() }),
  },
  /** The receipt of a finished session again, as a PDF: what the log holds, and no name. Code: receipt_unknown. */
  'dailyLog.receipt': {
    access: 'operator',
    input: z.object({ packetId: z.uuid(), language: Language }),
    output: Download,
  },
  /** What is still known of one sealed result. Code: not_found. */
  'dailyLog.case': { access: 'operator', input: z.object({ packetId: z.uuid() }), output: CaseView },
  'dailyLog.cancelExport': { access: 'manager', input: z.object({ exportId: z.uuid() }), output: done },
  'audit.verify': {
    access: 'manager',
    input: nothing,
    output: z.object({ ok: z.boolean(), records: z.int(), firstBroken: z.int().nullable() }),
  },
  'audit.export': {
    access: 'manager',
    input: nothing,
    output: Download,
  },
} as const satisfies Requests
