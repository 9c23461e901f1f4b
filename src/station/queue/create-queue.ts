import type { Outcome } from '../../contract/decision.ts'
import { Failure } from '../../contract/failure.ts'
import { QueueItem } from '../../contract/queue-item.ts'
import type { Bus } from '../bus/create-bus.ts'
import { createBundle } from '../bundle/create-bundle.ts'
import type { StationKeys } from '../keys/station-keys.ts'
import type { Audit } from '../audit/port.ts'
import type { Clock } from '../clock/port.ts'
import type { Queue } from './port.ts'
import type { StationIdentity } from '../sync/port.ts'
import type { Store } from '../store/open-store.ts'
import { outboxTable } from './outbox-table.ts'

const listed = 500

/** What the screens see of the outbox, and what a person may do to it. Nothing here can delete a packet. */
export function createQueue(parts: {
  store: Store
  audit: Audit
  clock: Clock
  keys: StationKeys
  /** This station's own standing at central. */
  state: () => StationIdentity['state']
  bus: Bus
}): Queue {
  const { store, audit } = parts
  const table = outboxTable(store)
  const bundle = createBundle(parts)
  const list = store.db.prepare<[number], QueueItem>(`
    SELECT o.packet_id AS packetId, d.reference, d.outcome,
      o.sealed_at AS sealedAt, o.state, o.attempts, o.next_attempt_at AS nextAttemptAt, o.code,
      o.central_decision AS centralDecision
    FROM outbox o LEFT JOIN day_rows d USING (packet_id) ORDER BY o.position DESC LIMIT ?`)
  const outcomeOf = store.db.prepare<[string], { outcome: Outcome }>('SELECT outcome FROM day_rows WHERE packet_id = ?')
  return {
    list: () => list.all(listed).map((row) => QueueItem.parse(row)),
    counts: () => ({ waiting: table.waiting(), parked: table.parked(), oldestAt: table.oldestAt() }),
    find: (packetId) => {
      const [entry, row] = [table.find(packetId), outcomeOf.get(packetId)]
      if (entry === null || row === undefined) return null
      const { state, sealedAt, centralDecision } = entry
      return { packetId, outcome: row.outcome, sealedAt, state, centralDecision }
    },
    retry: (packetId, by) => {
      store.transaction(() => {
        if (packetId !== null && table.find(packetId) === null) throw new Failure('not_found')
        const released = table.release(packetId)
        audit.append({ action: 'queue.retried', actor: by, subject: packetId, facts: { released } })
      })
      parts.bus.publish({ type: 'packets_released' })
    },
    exportBundle: bundle.exportBundle,
    importBundle: bundle.importBundle,
  }
}
