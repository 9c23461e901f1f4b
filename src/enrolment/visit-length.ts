import type { Policy } from '../contract/policy.ts'

const hourMs = 3_600_000
/** Longer than a session lasts before its draft's hours begin to count, wherever the station's clock stands. */
const sessionHours = 24

/** The longest that a visit may last from its first look at the application to its seal: its draft is wiped by then (policy). */
export const longestVisitMs = ({ draftHours }: Pick<Policy, 'draftHours'>): number =>
  (sessionHours + draftHours) * hourMs
