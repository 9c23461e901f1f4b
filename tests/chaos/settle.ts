import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { RunningCentral } from '../../src/central/central.ts'
import { openTestStation } from '../../src/station/testing/test-station.ts'
import type { FaultProxy } from './fault-proxy.ts'
import { checkInvariants } from './invariants.ts'
import { fail } from './report.ts'
import type { ChaosReport } from './report.ts'

/** Settling may take as long as it takes, while packets still arrive. */
const stillPatienceMs = 120_000

export interface StationUnderChaos {
  folder: string
  proxy: FaultProxy
  sealed: Set<string>
  offMs: number
}

/** With network and disk in order again: waits until everything has arrived, and looks for what did not hold. */
export async function settleAndCheck(
  chaotic: StationUnderChaos,
  index: number,
  central: RunningCentral,
  report: ChaosReport,
  log: (line: string) => void,
): Promise<void> {
  chaotic.proxy.choose = null
  chaotic.proxy.cutAll()
  const station = openTestStation({ folder: chaotic.folder, centralUrl: `http://127.0.0.1:${chaotic.proxy.port}` })
  station.sync.start()
  let fewest = Infinity
  let movedAt = performance.now()
  for (;;) {
    // As a manager would: ask for the parked ones once more.
    if (station.queue.counts().parked > 0) station.queue.retry(null, 'chef')
    const { waiting, parked } = station.queue.counts()
    if (waiting + parked < fewest) {
      fewest = waiting + parked
      movedAt = performance.now()
      log(`station ${index + 1}: ${fewest} to go`)
    }
    if (fewest === 0 || performance.now() - movedAt > stillPatienceMs) break
    station.sync.wake()
    await setTimeout(200)
  }
  await central.settled()
  // Every decision is on its way as an event; askStatus brings those whose event was missed.
  for (const until = performance.now() + stillPatienceMs; performance.now() < until; await setTimeout(200)) {
    const undecided = station.store.db.prepare('SELECT 1 FROM outbox WHERE central_decision IS NULL LIMIT 1').get()
    const head = await central.db
      .selectFrom('audit_head')
      .select('hash')
      .where('station_id', '=', station.central.get().stationId!)
      .executeTakeFirst()
    if (undecided === undefined && head?.hash === station.audit.head().hash) break
    station.sync.wake()
  }
  const tally = {
    check: (what: string, holds: boolean) => {
      if (holds) report.passed += 1
      else fail(report, `station ${index + 1}: ${what}`)
    },
  }
  for (const { state, code, attempts, nextAttemptAt, sealedAt } of station.queue.list())
    if (state !== 'received' && state !== 'decided')
      fail(report, `still ${state}: ${code}, ${attempts} attempts, next ${nextAttemptAt}, sealed ${sealedAt}`)
  const found = await checkInvariants(tally, station, central, chaotic.sealed, join(chaotic.folder, 'audit.jsonl'))
  report.packets += found.packets
  report.lost += found.lost
  report.twice += found.twice
  for (const fault of station.faults) fail(report, `fault: ${String(fault)}`)
  await station.sync.stop()
  station.store.close()
}
