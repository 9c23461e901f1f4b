import { z } from 'zod'
import { EventsAnswer, eventWait } from '../../contract/protocol/central-events.ts'
import type { Db } from '../context.ts'
import { anyState, defineRoute } from '../http/route.ts'
import { holdAnswer } from './hold-answer.ts'

/** `number.moment`: the moment shows whether it is still the same event. An older station knows the number alone. */
const EventsQuery = z.object({
  after: z
    .string()
    .regex(/^(\d{1,9}(\.[0-9a-z]{1,12})?)?$/)
    .default(''),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** Seconds for which an answer without events is held until one comes. */
  wait: z.coerce.number().int().min(0).max(eventWait.longestSeconds).default(0),
})
type EventsQuery = z.infer<typeof EventsQuery>

/**
 * GET /v1/events?after=&limit=&wait=: what concerns this station, oldest first. With `wait` a station hears of an event within a second or
 * two, and asks some four times fewer questions a day than one that comes back each minute.
 */
export const eventsRoute = defineRoute<'station', null, EventsQuery, null>('station', {
  method: 'GET',
  path: '/v1/events',
  summary: 'Decisions, revocations, recalls and wipes for this station after a cursor',
  states: anyState,
  query: EventsQuery,
  answers: { 200: { description: 'Events', schema: EventsAnswer } },
  async handle({ caller, query }, { db, eventWatch }) {
    const { station_id } = caller
    const after = await readUpTo(db, station_id, query.after)
    const read = () => readEvents(db, station_id, after, query)
    const body = await read()
    if (query.wait === 0 || body.events.length > 0) return { status: 200, body }
    const held = holdAnswer(query.wait, (ms) => eventWatch.wait(station_id, after, ms), read)
    return { status: 200, body: held, headers: { 'content-type': 'application/json; charset=utf-8' } }
  },
})

async function readEvents(db: Db, stationId: string, after: number, query: EventsQuery): Promise<EventsAnswer> {
  const rows = await db
    .selectFrom('event')
    .selectAll()
    .where('station_id', '=', stationId)
    .where('number', '>', after)
    .orderBy('number')
    .limit(query.limit)
    .execute()
  const events = rows.map((row) => ({ cursor: cursorOf(row), type: row.type, at: row.at.toISOString(), ...row.body }))
  return { events: events as EventsAnswer['events'], next: events.at(-1)?.cursor ?? query.after }
}

type Named = { number: number; at: Date }
const cursorOf = ({ number, at }: Named): string => `${number}.${at.getTime().toString(36)}`

/**
 * The number up to which a station has read. A cursor to an event that is not there, or is another one, was given before central
 * was restored from a backup: numbers were given out again since, and the station reads again from the beginning.
 */
async function readUpTo(db: Db, stationId: string, cursor: string): Promise<number> {
  const number = Number.parseInt(cursor, 10) || 0
  if (number === 0) return 0
  const event = await db
    .selectFrom('event')
    .select(['number', 'at'])
    .where('station_id', '=', stationId)
    .where('number', '=', number)
    .executeTakeFirst()
  if (event === undefined) return 0
  return cursor.includes('.') && cursor !== cursorOf(event) ? 0 : number
}
