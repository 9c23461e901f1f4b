import type { ApplicationStatus } from '../../contract/application.ts'
import type { FailureCode } from '../../contract/failure.ts'
import type { Store } from '../store/open-store.ts'

export type ClosedHere = (applicationId: string) => Extract<ApplicationStatus, 'refused' | 'verified'> | null

/** What a decision on such an application is refused with. */
export const codeOfClosed = {
  refused: 'application_refused',
  verified: 'application_already_verified',
} as const satisfies Record<string, FailureCode>

/**
 * What this station itself made of an application, as long as central has not said otherwise (migrations/0005): refused is
 * closed for good (R22), and nobody is verified again while an approval is on its way. Null when the application is free.
 */
export function createClosedHere({ db }: Store): ClosedHere {
  const find = db.prepare<[string], { outcome: 'approved' | 'refused' }>(
    'SELECT outcome FROM closed_here WHERE application_id = ? ORDER BY sealed_at DESC LIMIT 1',
  )
  return (applicationId) => {
    const found = find.get(applicationId)
    if (found === undefined) return null
    return found.outcome === 'refused' ? 'refused' : 'verified'
  }
}
