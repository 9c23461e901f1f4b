import { z } from 'zod'
import { ExportProgress } from './daily-log.ts'
import { Session } from './session.ts'
import { StationStatus } from './status.ts'

/** What the station tells the UI unasked. */
export const events = {
  'status.changed': StationStatus,
  'session.changed': Session.nullable(),
  'export.progress': ExportProgress,
  'queue.changed': z.object({ waiting: z.int(), parked: z.int() }),
  /** The station's process ends with the visit or the login, and so does the page: it starts over, and nothing else is told. */
  'station.renewed': z.null(),
  /** A shell that stores files itself says where: null when it could not. */
  'download.ended': z.object({ fileName: z.string(), folder: z.string().nullable() }),
} as const satisfies Record<string, z.ZodType>

export type EventName = keyof typeof events
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>
