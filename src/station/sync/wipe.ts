import type { Audit } from '../audit/port.ts'
import type { Store } from '../store/open-store.ts'
import type { CentralRecord } from './central-state.ts'

/**
 * Everything personal and every operator's key goes at once, bytes included. Sealed packets stay until central has them:
 * this machine cannot read them, and they exist nowhere else. Returns false when it was done before.
 */
export function wipePersonalData(
  parts: { store: Store; audit: Audit; central: CentralRecord },
  reason: string,
): boolean {
  const { store, audit, central } = parts
  if (central.get().state === 'wiped') return false
  store.transaction(() => {
    for (const table of [
      'drafts',
      'visit_marks',
      'appointments',
      'appointment_outcomes',
      'login_failures',
      'kept_figures',
    ])
      store.db.exec(`DELETE FROM ${table}`)
    store.db.exec(`UPDATE operators SET wrapped_key = NULL`)
    central.set({ state: 'wiped' })
    audit.append({
      action: 'station.wiped',
      actor: 'central',
      subject: central.get().stationId,
      facts: { reason: reason.slice(0, 200) },
    })
  })
  store.flush()
  return true
}
