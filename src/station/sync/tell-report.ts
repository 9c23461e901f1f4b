import type { StationReport } from '../../contract/protocol/station.ts'
import type { OutboxTable } from '../queue/outbox-table.ts'
import type { CentralClient } from './central-client.ts'
import { Refusal } from './refusal.ts'
import type { SyncParts } from './sync-parts.ts'

const hourMs = 3_600_000

/**
 * Tells central how this station is, whenever that changed and once an hour: what waits here, reader and camera, how old what it goes by is. A
 * central of before, which asks for no such thing, is not told again.
 */
export function createReporter(
  parts: Pick<SyncParts, 'central' | 'clock' | 'equipment' | 'appointments'> & {
    client: CentralClient
    table: OutboxTable
  },
): (signal: AbortSignal) => Promise<void> {
  const { central, clock, equipment, client, table } = parts
  let [told, toldMs] = ['', -Infinity]
  let isUnknown = false
  return async (signal) => {
    const { state, trust, rosterAsOf } = central.get()
    if (isUnknown || (state !== 'active' && state !== 'retired')) return
    const report: StationReport = {
      unsent: table.waiting(),
      parked: table.parked(),
      oldest_unsent_at: table.oldestAt(),
      untold_visits: parts.appointments.untold(),
      reader: equipment.reader(),
      camera: equipment.camera,
      trust_as_of: trust?.as_of ?? null,
      roster_as_of: rosterAsOf,
    }
    const body = JSON.stringify(report)
    if (body === told && clock.monotonicMs() - toldMs < hourMs) return
    const headers = { 'content-type': 'application/json' }
    const call = { method: 'POST', path: '/v1/stations/report', access: 'token', headers, body } as const
    try {
      await client.call({ ...call, answer: null, signal })
      ;[told, toldMs] = [body, clock.monotonicMs()]
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 404) throw error
      isUnknown = true
    }
  }
}
