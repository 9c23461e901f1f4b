import { setTimeout as rest } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { Tables } from '../database/tables.ts'

const lookMs = 1_000
/** How far back each look goes: instances' clocks differ a little, and a transaction takes a while from its moment to its commit. */
const windowMs = 15_000
/** Calls held at once in this instance; further ones are answered as if nothing came. */
const mostHeld = 20_000

type Held = { after: number; release(isOver: boolean): void }

export type EventWatch = {
  /**
   * False after `ms` without anything; true when the station has an event with a number above `after`, when another of its calls waits
   * instead, when the instance stops, and at once where too many wait already. Whoever waited reads again: it promises nothing.
   */
  wait(stationId: string, after: number, ms: number): Promise<boolean>
  held(): number
  stop(): void
}

interface EventWatchParts {
  db: Kysely<Tables>
  now(): Date
  log: Logger
}

/**
 * Wakes the calls of this instance that wait for a station's next event. One statement a second asks for all of them, whichever
 * instance wrote the event: no connection is held, and a pooler may stand between, which LISTEN does not allow.
 */
export function createEventWatch({ db, now, log }: EventWatchParts): EventWatch {
  const waiting = new Map<string, Held>()
  let isLooking = false
  let isStopped = false

  const look = async () => {
    const rows = await db
      .selectFrom('event')
      .select(['station_id', sql<number>`max(number)`.as('newest')])
      .where('at', '>', new Date(now().getTime() - windowMs))
      .groupBy('station_id')
      .execute()
    for (const { station_id, newest } of rows) {
      const held = waiting.get(station_id)
      if (held !== undefined && newest > held.after) held.release(true)
    }
  }
  const keepLooking = async () => {
    if (isLooking) return
    isLooking = true
    while (waiting.size > 0 && !isStopped) {
      await rest(lookMs, undefined, { ref: false })
      await look().catch((error: { code?: string; name: string }) =>
        log.warn({ cause: error.code ?? error.name }, 'events'),
      )
    }
    isLooking = false
  }
  return {
    wait(stationId, after, ms) {
      if (isStopped || waiting.size >= mostHeld) return Promise.resolve(true)
      waiting.get(stationId)?.release(true)
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const held: Held = {
        after,
        release(isOver) {
          clearTimeout(end)
          if (waiting.get(stationId) === held) waiting.delete(stationId)
          resolve(isOver)
        },
      }
      const end = setTimeout(() => held.release(false), ms)
      end.unref()
      waiting.set(stationId, held)
      void keepLooking()
      return promise
    },
    held: () => waiting.size,
    stop() {
      isStopped = true
      for (const { release } of [...waiting.values()]) release(true)
    },
  }
}
