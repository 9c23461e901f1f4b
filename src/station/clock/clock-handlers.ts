import type { Audit } from '../audit/port.ts'
import type { Bus } from '../bus/create-bus.ts'
import type { Auth } from '../people/auth.ts'
import type { Store } from '../store/open-store.ts'
import type { CentralRecord } from '../sync/central-state.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { Clock } from './port.ts'

interface Parts {
  auth: Auth
  audit: Audit
  bus: Bus
  central: CentralRecord
  clock: Clock
  store: Store
}

/** A manager settles the time where the wall clock contradicts what was recorded: on record, and unconfirmed until central is here. */
export function clockHandlers({ auth, audit, bus, central, clock, store }: Parts): Pick<Handlers, 'clock.settle'> {
  const lastRecord = store.db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM audit')
  return {
    'clock.settle': () => {
      const { operatorId } = auth.require()
      const before = clock.now().toISOString()
      clock.settleByHand()
      store.transaction(() => {
        const settledByHandSeq = lastRecord.get()!.seq ?? 0
        central.set({ settledByHandAt: clock.now().toISOString(), settledByHandSeq })
        audit.append({ action: 'clock.settled', actor: operatorId, subject: null, facts: { before } })
      })
      bus.publish({ type: 'clock_settled' })
      return null
    },
  }
}
