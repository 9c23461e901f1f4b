import type { FailureCode } from '../../../src/contract/failure.ts'
import type { EventPayload, RequestName, RequestOutput } from '../../../src/contract/requests.ts'
import type { Session } from '../../../src/contract/session.ts'
import type { StationStatus } from '../../../src/contract/status.ts'
import type { Page, Reach, Sheet } from '../../../src/ui/core/store.ts'

/** One screen in one state: what the station says, and where the operator looks. */
export interface Scene {
  status: StationStatus
  session?: Session
  page?: Page
  sheet?: Sheet
  connection?: Reach
  exportProgress?: EventPayload<'export.progress'>
  /** Selector of a control that is pressed at last. */
  press?: string
  replies?: { [N in RequestName]?: RequestOutput<N> }
  failures?: Partial<Record<RequestName, FailureCode>>
}
