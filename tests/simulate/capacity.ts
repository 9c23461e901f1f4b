import { createSender, eachOf, preparePuts, quantile, sealMany, type CentralProcess } from './load.ts'
import type { VirtualStation } from './virtual-station.ts'

export type CapacityRow = { atOnce: number; perSecond: number; p50Ms: number; p95Ms: number; toldToWait: number }
type Subjects = Parameters<typeof sealMany>[1]

/** The first warms the processes up and is not shown. */
const steps = [128, 1, 8, 32, 128, 512, 2048]
const perStep = 600

/** How many packets per second one instance takes from ever more senders at once, and when it asks them to come back. */
export async function measureCapacity(
  central: CentralProcess,
  stations: VirtualStation[],
  subjects: Subjects,
): Promise<CapacityRow[]> {
  const rows: CapacityRow[] = []
  for (const atOnce of steps) {
    const puts = await preparePuts(await sealMany(stations, subjects, Math.max(perStep, 2 * atOnce)))
    const sender = createSender(central.url)
    const startedAt = performance.now()
    const sent = await eachOf(puts, atOnce, sender.put)
    const seconds = (performance.now() - startedAt) / 1000
    sender.close()
    const taken = sent.filter(({ status }) => status === 202)
    const latencies = taken.map(({ latencyMs }) => latencyMs)
    rows.push({
      atOnce,
      perSecond: taken.length / seconds,
      p50Ms: quantile(latencies, 0.5),
      p95Ms: quantile(latencies, 0.95),
      toldToWait: sent.filter(({ status }) => status === 503 || status === 429).length,
    })
    if (rows.at(-1)!.toldToWait > 0) break
  }
  return rows.slice(1)
}
