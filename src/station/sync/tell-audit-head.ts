import type { AuditHeadStatement } from '../../contract/protocol/station.ts'
import { signCompactJws } from '../../jose/sign-jws.ts'
import type { CentralClient } from './central-client.ts'
import { Refusal } from './refusal.ts'
import type { SyncParts } from './sync-parts.ts'

/**
 * Tells central where this station's audit log ends, signed, whenever it has grown: what is cut off later shows there. A central of
 * before, which keeps no such thing, is not asked again.
 */
export function createHeadTeller(
  parts: Pick<SyncParts, 'audit' | 'keys' | 'central' | 'clock' | 'store'> & { client: CentralClient },
): (signal: AbortSignal) => Promise<void> {
  const { audit, keys, central, clock, store, client } = parts
  let told = ''
  let isUnknown = false
  return async (signal) => {
    const { seq, hash } = audit.head()
    if (isUnknown || seq === 0 || hash === told) return
    const statement: AuditHeadStatement = {
      environment: store.environment,
      station_id: central.get().stationId!,
      seq,
      hash,
      at: clock.now().toISOString(),
    }
    const body = JSON.stringify({
      statement: signCompactJws(keys.signer(), { typ: 'guichet-audit-head+jwt' }, statement),
    })
    const headers = { 'content-type': 'application/json' }
    const call = { method: 'POST', path: '/v1/stations/audit-head', access: 'token', headers, body } as const
    try {
      await client.call({ ...call, answer: null, signal })
      told = hash
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 404) throw error
      isUnknown = true
    }
  }
}
