import type { ApplicationStatus } from '../../contract/application.ts'
import type { Store } from '../store/open-store.ts'

/**
 * What this station itself made of an application, as long as central has not said otherwise: refused is closed for good
 * (R22), and nobody is verified again while an approval is on its way. Null when the application is free; a parked approval
 * never reached central, so the citizen may be seen again.
 */
export function closedHere({ db }: Store): (applicationId: string) => ApplicationStatus | null {
  const find = db.prepare<[string], { outcome: 'approved' | 'refused' }>(
    `SELECT d.outcome FROM day_rows d JOIN outbox o USING (packet_id)
     WHERE d.application_id = ? AND (
       (d.outcome = 'refused' AND coalesce(o.central_decision, 'REJECTED') = 'REJECTED')
       OR (d.outcome = 'approved' AND coalesce(o.central_decision, 'APPROVED') IN ('APPROVED', 'MANUAL_REVIEW')
         AND o.state <> 'parked'))
     ORDER BY d.sealed_at DESC LIMIT 1`,
  )
  return (applicationId) => {
    const found = find.get(applicationId)
    if (found === undefined) return null
    return found.outcome === 'refused' ? 'refused' : 'verified'
  }
}
