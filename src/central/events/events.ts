import { z } from 'zod'
import { EventsAnswer } from '../../contract/sync.ts'
import { anyState, defineRoute } from '../http/route.ts'

const EventsQuery = z.object({
  after: z
    .string()
    .regex(/^\d{0,9}$/)
    .default(''),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})
type EventsQuery = z.infer<typeof EventsQuery>

/** GET /v1/events?after=&limit=: what concerns this station, oldest first. */
export const eventsRoute = defineRoute<'station', null, EventsQuery, null>('station', {
  method: 'GET',
  path: '/v1/events',
  summary: 'Decisions, revocations, recalls and wipes for this station after a cursor',
  states: anyState,
  query: EventsQuery,
  answers: { 200: { description: 'Events', schema: EventsAnswer } },
  async handle({ caller, query }, { db }) {
    const rows = await db
      .selectFrom('event')
      .selectAll()
      .where('station_id', '=', caller.station_id)
      .where('number', '>', Number(query.after))
      .orderBy('number')
      .limit(query.limit)
      .execute()
    const events = rows.map((row) => ({
      cursor: String(row.number),
      type: row.type,
      at: row.at.toISOString(),
      ...row.body,
    }))
    return { status: 200, body: { events, next: events.at(-1)?.cursor ?? query.after } }
  },
})
