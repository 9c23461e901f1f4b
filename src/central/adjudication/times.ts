import { isRosterOld } from '../../enrolment/roster-age.ts'
import { longestVisitMs } from '../../enrolment/visit-length.ts'
import type { Case } from './case.ts'

/** A clock that is put right in the middle of a visit moves what comes after. */
const toleranceMs = 2 * 60_000
/** When a packet was sealed. */
export const captured = ({ payload }: Pick<Case, 'payload'>): Date => new Date(payload.captured_at)

/** When the visit began: a clock that is put right in its middle moves what comes after. */
export const begun = ({ payload }: Pick<Case, 'payload'>): Date =>
  new Date(Date.parse(payload.started_at) + toleranceMs)

/** A queue older than that is looked at. */
const longMs = 72 * 3_600_000

const timesOf = (all: readonly { at: string }[] = []): number[] => all.map(({ at }) => Date.parse(at))

/** Behind any of those before it: steps that are small enough one by one add up. */
const goesBack = (times: readonly number[]): boolean =>
  times.some((time, i) => time < Math.max(...times.slice(0, i)) - toleranceMs)

/**
 * What a station writes down one after the other: captures and reads in the order of their lists; the consent, then the capture and the read
 * that count; then what a manager releases of it. Going back asks for all that comes after once more.
 */
function isOutOfOrder({ payload, evidence }: Case): boolean {
  const [captures, reads] = [timesOf(evidence.part?.captures), timesOf(evidence.part?.reads)]
  const consent = payload.consent === null ? [] : [Date.parse(payload.consent.givenAt)]
  const counted = [...consent, ...captures.slice(-1), ...reads.slice(-1)]
  const isReleasedBefore = payload.overrides.some(({ givenAt }) =>
    goesBack([...counted.slice(-1), Date.parse(givenAt)]),
  )
  return goesBack(captures) || goesBack(reads) || goesBack(counted) || isReleasedBefore
}

/** Reads that an earlier visit left behind were made before this one ended. */
const isEarlierAhead = ({ payload, evidence }: Case): boolean =>
  timesOf(evidence.part?.earlier).some((time) => goesBack([time, Date.parse(payload.captured_at)]))

/**
 * Everything of a visit happened between its beginning and its seal, one after the other and no longer than a draft is kept; central's time that
 * the station knew before that, and central's list of people came no later than its last word.
 */
export function timesContradict(found: Case): boolean {
  const { payload, evidence, policy } = found
  const [start, end] = [Date.parse(payload.started_at), Date.parse(payload.captured_at)]
  const within = [
    payload.consent?.givenAt,
    ...payload.overrides.map(({ givenAt }) => givenAt),
    ...(evidence.part?.captures ?? []).map(({ at }) => at),
    ...(evidence.part?.reads ?? []).map(({ at }) => at),
  ].filter((time) => time !== undefined)
  const known = payload.last_server_time === null ? -Infinity : Date.parse(payload.last_server_time)
  const rosterAsOf = (payload.version === 2 && payload.roster_as_of) || null
  const isRosterAhead = rosterAsOf !== null && Date.parse(rosterAsOf) > Math.min(known, end) + toleranceMs
  const isOutside = (time: number): boolean => time < start - toleranceMs || time > end + toleranceMs
  const isUnproved = payload.version === 2 && payload.time_proof !== 'unconfirmed' && payload.last_server_time === null
  return (
    isUnproved ||
    isRosterAhead ||
    start > end ||
    start < end - longestVisitMs(policy) ||
    isOutOfOrder(found) ||
    isEarlierAhead(found) ||
    known > end + toleranceMs ||
    within.some((time) => isOutside(Date.parse(time)))
  )
}

/** Captured long before it came. */
export function longBeforeReceipt({ payload, receivedAt }: Case): boolean {
  return receivedAt.getTime() - Date.parse(payload.captured_at) > longMs
}

/**
 * By a roster older than the policy allows. What a station of before does not say is as old as its last word from central. In training
 * people make themselves known; version 1 is reviewed anyway.
 */
export function rosterOld({ payload, policy }: Case): boolean {
  if (payload.version === 1 || payload.environment === 'training') return false
  const { roster_as_of: asOf = payload.last_server_time, captured_at } = payload
  return isRosterOld(asOf, captured_at, policy)
}
