import type { IsoTime } from '../contract/identity.ts'
import type { Policy } from '../contract/policy.ts'

const hourMs = 3_600_000

/**
 * Whether central's word on who may work at a station was too old at a moment (`policy.rosterHours`). No roster is too old; one
 * dated after the moment is not: a clock that was put right makes no difference to who may work.
 */
export function isRosterOld(asOf: IsoTime | null, at: IsoTime, { rosterHours }: Pick<Policy, 'rosterHours'>): boolean {
  return asOf === null || Date.parse(at) - Date.parse(asOf) > rosterHours * hourMs
}
