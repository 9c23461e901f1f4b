import type { Db } from '../context.ts'
import type { Station } from './station.ts'

export type LoadStation = (stationId: string) => Promise<Station | null>

type Waiting = { resolve(station: Station | null): void; reject(error: unknown): void }

/**
 * Finds stations by id, those asked for at the same time in one query: every request needs its station as it is now, and a
 * burst would otherwise spend more on asking than on the packets.
 */
export function createStationLoader(db: Db): LoadStation {
  let waiting = new Map<string, Waiting[]>()
  let running = false
  const flush = async (): Promise<void> => {
    if (running || waiting.size === 0) return
    running = true
    const asked = waiting
    waiting = new Map()
    await answer(db, asked)
    running = false
    await flush()
  }
  return (stationId) =>
    new Promise((resolve, reject) => {
      waiting.set(stationId, [...(waiting.get(stationId) ?? []), { resolve, reject }])
      void flush()
    })
}

async function answer(db: Db, asked: Map<string, Waiting[]>): Promise<void> {
  const all = [...asked.values()].flat()
  try {
    const stations = await db
      .selectFrom('station')
      .selectAll()
      .where('station_id', 'in', [...asked.keys()])
      .execute()
    const found = new Map(stations.map((station) => [station.station_id, station]))
    for (const [stationId, some] of asked) for (const { resolve } of some) resolve(found.get(stationId) ?? null)
  } catch (error) {
    for (const { reject } of all) reject(error)
  }
}
