import { z } from 'zod'
import { FailureCode } from '../../contract/failure.ts'

export const packetStates = [
  'RECEIVED',
  'VERIFYING',
  'APPROVED',
  'REJECTED',
  'NOT_VERIFIED',
  'MANUAL_REVIEW',
  'QUARANTINED',
] as const
export const stationStates = ['pending', 'active', 'revoked', 'retired'] as const

/** Where a page of files ends, `moment.packet`: the next one begins behind it, however many files came in between. */
const Cursor = z
  .string()
  .regex(/^\d{1,15}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .transform((text) => ({ at: new Date(Number(text.split('.')[0])), packetId: text.split('.')[1]! }))
export type Cursor = z.infer<typeof Cursor>

/** What a list of the administrator's page is narrowed to, and what was just done. */
export const Query = z.object({
  state: z
    .enum([...packetStates, ...stationStates])
    .nullable()
    .default(null),
  gap: z.literal('1').nullable().default(null),
  station: z.uuid().nullable().default(null),
  after: Cursor.nullable().default(null),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  q: z.string().trim().max(80).default(''),
  done: z.literal('1').optional(),
  /** No words of a link's own. */
  failed: FailureCode.optional().catch(undefined),
})
export type Query = z.infer<typeof Query>
