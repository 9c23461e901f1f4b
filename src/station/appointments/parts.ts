import type { Policy } from '../../contract/policy.ts'
import { localDay } from '../../enrolment/local-day.ts'
import type { Audit } from '../audit/port.ts'
import type { Bus } from '../bus/create-bus.ts'
import type { Clock } from '../clock/port.ts'
import type { Store } from '../store/open-store.ts'

export interface AppointmentParts {
  store: Store
  audit: Audit
  clock: Clock
  timeZone: string
  policy: () => Policy
  bus: Bus
}

/** Whether the day on which a visit ends is over at the counter. */
export const isOverIn =
  ({ clock, timeZone }: Pick<AppointmentParts, 'clock' | 'timeZone'>) =>
  (endsAt: string) =>
    localDay(endsAt, timeZone) < localDay(clock.now(), timeZone)
