import { z } from 'zod'
import { fleetTroubles } from '../fleet/watch-fleet.ts'
import { groupings } from '../figures/read-figures.ts'
import { FailureCode } from '../../contract/failure.ts'
import { PacketCentralState } from '../../contract/protocol/packet-answers.ts'

/** Of packets that are stored here. */
export const packetStates = PacketCentralState.exclude(['UNKNOWN']).options
export const stationStates = ['pending', 'active', 'revoked', 'retired'] as const

/** The last file of a page, `moment.packet`: the next page begins after it, even when files arrived meanwhile. */
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
  trouble: z.enum(fleetTroubles).nullable().default(null),
  gap: z.literal('1').nullable().default(null),
  station: z.uuid().nullable().default(null),
  after: Cursor.nullable().default(null),
  by: z.enum(groupings).default('branch'),
  weeks: z.coerce.number().int().min(1).max(104).default(4),
  quarter: z
    .string()
    .regex(/^\d{4}-Q[1-4]$/)
    .nullable()
    .default(null),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  q: z.string().trim().max(80).default(''),
  done: z.literal('1').optional(),
  /** A failure code, so that a link cannot put words of its own on the page. */
  failed: FailureCode.optional().catch(undefined),
})
export type Query = z.infer<typeof Query>
