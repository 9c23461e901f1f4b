import type { Auth } from '../people/auth.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { Exports } from './exports.ts'
import type { DailyLog } from './port.ts'

interface Parts {
  auth: Auth
  dailyLog: DailyLog
  exports: Exports
}

/** Finished sessions: shown, added up, taken away. */
export function dailyLogHandlers({
  auth,
  dailyLog,
  exports,
}: Parts): Pick<Handlers, Exclude<Extract<keyof Handlers, `dailyLog.${string}`>, 'dailyLog.receipt'>> {
  return {
    'dailyLog.rows': ({ offset, limit, filter, ...range }) => dailyLog.rows(range, offset, limit, filter),
    'dailyLog.case': ({ packetId }) => dailyLog.case(packetId),
    'dailyLog.totals': (range) => dailyLog.totals(range),
    'dailyLog.export': (input) => exports.start(input, auth.require().operatorId),
    'dailyLog.cancelExport': ({ exportId }) => {
      exports.cancel(exportId)
      return null
    },
  }
}
