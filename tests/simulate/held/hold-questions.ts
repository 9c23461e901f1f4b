import { startPostgres } from '../../fixtures/postgres.ts'
import { hasProxy, proxyNames } from '../../fixtures/proxies.ts'
import { portsInRow } from '../fleet/calls.ts'
import { eachOf, joinTraining, startCentralProcess } from '../load.ts'
import type { VirtualStation } from '../virtual-station.ts'
import { holdMany } from './hold-many.ts'

/** Longer than nginx and HAProxy wait by default for a byte of an answer. */
const keptMs = 75_000

/** Has one instance keep the questions for events of `count` stations, straight and behind each proxy that is installed. */
export async function holdQuestions(count: number): Promise<void> {
  const cluster = await startPostgres()
  try {
    const databaseUrl = await cluster.createDatabase()
    const central = await startCentralProcess(databaseUrl, false)
    const stations: VirtualStation[] = []
    await eachOf(Array.from({ length: count }), 16, async () => {
      stations.push(...(await joinTraining(central.url, 1)))
    })
    await central.stop()
    const [first, second] = (await portsInRow(2)) as [number, number]
    const ports = { central: first, proxy: second }
    for (const way of ['straight', ...proxyNames.filter(hasProxy)] as const)
      console.log(await holdMany({ databaseUrl, stations, ports, way, keptMs }))
  } finally {
    await cluster.stop()
  }
}
