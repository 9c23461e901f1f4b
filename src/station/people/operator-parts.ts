import type { Policy } from '../../contract/policy.ts'
import type { Audit } from '../audit/port.ts'
import type { Clock } from '../clock/port.ts'
import type { ScryptCost } from '../keys/secret-box.ts'
import type { Store } from '../store/open-store.ts'

export interface OperatorParts {
  store: Store
  audit: Audit
  clock: Clock
  timeZone: string
  policy: () => Policy
  scryptCost?: ScryptCost
}
