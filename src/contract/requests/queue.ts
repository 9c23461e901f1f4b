import { z } from 'zod'
import { QueueItem } from '../queue-item.ts'
import { done, nothing, type Requests } from './request.ts'

/** Sealed packets until central has them. */
export const queueRequests = {
  'queue.list': { access: 'operator', input: nothing, output: z.array(QueueItem) },
  /** The wall clock is right, whatever was recorded before. Codes: clock_set_back. */
  'clock.settle': { access: 'manager', input: nothing, output: done },
  'queue.retry': { access: 'operator', input: z.object({ packetId: z.uuid().nullable() }), output: done },
  'queue.exportBundle': {
    access: 'manager',
    input: nothing,
    output: z.object({ downloadUrl: z.string(), fileName: z.string(), packets: z.int() }),
  },
  'queue.importBundle': {
    access: 'manager',
    input: z.object({ base64: z.string().max(10_000_000) }),
    output: z.object({ imported: z.int(), already: z.int() }),
  },
} as const satisfies Requests
