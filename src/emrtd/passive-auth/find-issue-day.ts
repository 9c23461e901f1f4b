import { parseDg1 } from '../lds/dg1.ts'
import { parseDg12 } from '../lds/dg12.ts'
import { MrzFailure } from '../lds/mrz/failure.ts'
import { parseMrz } from '../lds/mrz/parse.ts'
import { orIfMalformed } from '../or-if-malformed.ts'
import { isoDay, type IssueDay } from '../pki/issue-day.ts'

const dayMs = 86_400_000
/** Validity of the travel documents that adults carry, in years. */
const usualYears = 10
/** A day in DG12 is a day somewhere: it begins 14 hours before the same day in UTC and ends 12 hours after it. */
const [aheadMs, behindMs] = [14 * 3_600_000, 12 * 3_600_000]
const wholeDate = /^\d{4}-\d{2}-\d{2}$/

export interface IssueDayInput {
  readonly dg1: Uint8Array | undefined
  /** Only where its hash is the one that EF.SOD signs. */
  readonly dg12: Uint8Array | undefined
  /** Signed attribute of EF.SOD. */
  readonly signingTime: Date | null
  /** When the signer's certificate began. */
  readonly signerFrom: Date | null
  /** Day of reading: what lies after it is no day of issue. */
  readonly at: Date
}

/**
 * When a document was issued: by DG12, else by the signing time of EF.SOD, else estimated from the expiry in DG1 less ten
 * years, or from the beginning of the signer's certificate where there is no expiry. Never fails.
 */
export function findIssueDay({ dg1, dg12, signingTime, signerFrom, at }: IssueDayInput): IssueDay {
  const said = dg12 === undefined ? null : orIfMalformed(() => parseDg12(dg12).issueDate, null)
  const start = wholeDate.test(said ?? '') ? Date.parse(said ?? '') : NaN
  if (said !== null && start - aheadMs <= at.getTime()) {
    return {
      day: said,
      source: 'dg12',
      earliest: new Date(start - aheadMs),
      latest: new Date(start + dayMs + behindMs),
    }
  }
  if (signingTime !== null && signingTime <= at) {
    return { day: isoDay(signingTime), source: 'signing_time', earliest: signingTime, latest: signingTime }
  }
  const earliest = estimate(dg1, at) ?? signerFrom ?? at
  return { day: isoDay(earliest), source: 'estimated', earliest, latest: at }
}

function estimate(dg1: Uint8Array | undefined, at: Date): Date | null {
  const expiry = dg1 === undefined ? null : expiryOf(dg1, at)
  if (expiry === null) return null
  const day = new Date(`${expiry}T00:00:00Z`)
  day.setUTCFullYear(day.getUTCFullYear() - usualYears)
  return day < at ? day : at
}

function expiryOf(dg1: Uint8Array, now: Date): string | null {
  const lines = orIfMalformed(() => parseDg1(dg1).lines, null)
  try {
    return lines === null ? null : parseMrz(lines, { now }).expiryDate
  } catch (error) {
    if (error instanceof MrzFailure) return null
    throw error
  }
}
