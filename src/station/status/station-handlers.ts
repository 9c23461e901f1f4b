import { join } from 'node:path'
import { Failure } from '../../contract/failure.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { Desk } from '../people/desk.ts'
import type { Downloads } from '../downloads/downloads.ts'
import type { Exports } from '../daily-log/exports.ts'
import type { Appointments } from '../appointments/port.ts'
import type { Audit } from '../audit/port.ts'
import type { DailyLog } from '../daily-log/port.ts'
import type { Queue } from '../queue/port.ts'
import type { Sync } from '../sync/port.ts'
import type { StatusBoard } from './status-board.ts'

type Names =
  | 'status.get'
  | 'policy.get'
  | 'station.register'
  | 'station.rotateKey'
  | 'queue.list'
  | 'queue.retry'
  | 'queue.exportBundle'
  | 'queue.importBundle'
  | 'appointment.list'
  | 'appointment.refresh'
  | 'appointment.settle'
  | 'dailyLog.rows'
  | 'dailyLog.totals'
  | 'dailyLog.export'
  | 'dailyLog.cancelExport'
  | 'audit.verify'
  | 'audit.export'

interface Parts {
  desk: Desk
  statusBoard: StatusBoard
  sync: Sync
  queue: Queue
  appointments: Appointments
  dailyLog: DailyLog
  exports: Exports
  audit: Audit
  downloads: Downloads
  /** Owner-only folder for files on their way out. */
  exportFolder: string
  today: () => string
}

const lookupTimeoutMs = 20_000

/** What concerns the station as a whole: its status, queue, appointments, daily log and audit. */
export function stationHandlers(parts: Parts): Pick<Handlers, Names> {
  const { desk, sync, queue, appointments, dailyLog, exports, audit, downloads } = parts
  const by = () => desk.require().operatorId
  return {
    'status.get': () => parts.statusBoard.read(),
    'policy.get': () => sync.policy(),
    'station.register': ({ code }) => sync.register(code),
    'station.rotateKey': () => sync.rotateKey(by()),

    'queue.list': () => queue.list(),
    'queue.retry': ({ packetId }) => {
      queue.retry(packetId, by())
      return null
    },
    'queue.exportBundle': () => {
      const { bytes, fileName, packets } = queue.exportBundle(by())
      const downloadUrl = downloads.offer({ fileName, mediaType: 'application/octet-stream', content: bytes })
      return { downloadUrl, fileName, packets }
    },
    'queue.importBundle': ({ base64 }) => queue.importBundle(Buffer.from(base64, 'base64'), by()),

    'appointment.list': () => {
      // A tablet that has been away for too long may be in other hands.
      if (sync.gate() === 'station_locked_no_contact') throw new Failure('station_locked_no_contact')
      return appointments.list(by())
    },
    'appointment.refresh': async () => ({
      count: await sync.refreshAppointments(by(), AbortSignal.timeout(lookupTimeoutMs)),
    }),
    'appointment.settle': ({ appointmentId, outcome, note }) => {
      appointments.settle(by(), appointmentId, outcome, note)
      sync.wake()
      return null
    },

    'dailyLog.rows': ({ offset, limit, ...range }) => dailyLog.rows(range, offset, limit),
    'dailyLog.totals': (range) => dailyLog.totals(range),
    'dailyLog.export': (input) => exports.start(input, by()),
    'dailyLog.cancelExport': ({ exportId }) => {
      exports.cancel(exportId)
      return null
    },

    'audit.verify': () => audit.verify(),
    'audit.export': async () => {
      const fileName = `guichet-audit-${parts.today()}.jsonl`
      const path = join(parts.exportFolder, fileName)
      await audit.exportTo(path, by())
      return {
        downloadUrl: downloads.offer({ fileName, mediaType: 'application/x-ndjson', content: { path } }),
        fileName,
      }
    },
  }
}
