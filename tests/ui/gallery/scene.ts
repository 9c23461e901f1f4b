import type { CitizenLanguage } from '../../../src/contract/citizen.ts'
import type { FailureCode } from '../../../src/contract/failure.ts'
import type { Policy } from '../../../src/contract/policy.ts'
import type { EventPayload } from '../../../src/contract/events.ts'
import type { RequestName, RequestOutput } from '../../../src/contract/requests.ts'
import type { Session } from '../../../src/contract/session.ts'
import type { StationStatus } from '../../../src/contract/status.ts'
import type { Page, Reach, Sheet, UiState } from '../../../src/ui/core/store.ts'

/** One screen in one state: what the station says, and where the operator looks. */
export interface Scene {
  status: StationStatus
  session?: Session
  page?: Page
  /** What central set otherwise than by default. */
  policy?: Partial<Policy>
  openCase?: UiState['openCase']
  sheet?: Sheet
  /** The language that the citizen chose. */
  citizen?: CitizenLanguage
  connection?: Reach
  exportProgress?: EventPayload<'export.progress'>
  /** What is pressed and typed at last; see perform.ts. */
  acts?: string[]
  replies?: { [N in RequestName]?: RequestOutput<N> }
  failures?: Partial<Record<RequestName, FailureCode>>
}
