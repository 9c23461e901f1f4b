import type { MrzCapture, MrzReading } from '../contract/mrz.ts'
import type { MrzText } from './candidate.ts'
import { uncertainPositions } from './certainty.ts'
import { agreeOn, isByBoth } from './consensus.ts'
import { fitCodes } from './fit-codes.ts'
import { parseMrzLines } from './parse-mrz-lines.ts'
import { repairMrz } from './repair.ts'

/** An MRZ as read: parsed, with what the station needs to judge it and how sure each character is (0-100). */
export type MrzScan = { reading: MrzReading; capture: MrzCapture; confidences: number[][] }

/**
 * Makes the best of several readings of one MRZ. Their consensus is repaired by check digits; a character is certain when a
 * check digit settles it, or when all readings agree on it and are sure. The whole is `certain` only where both kinds of network
 * have read it, with no problem left and nothing uncertain, which a repair always is.
 */
export function settleReadings(readings: readonly MrzText[], source: MrzCapture['source'], now: Date): MrzScan {
  const [best, ...rest] = [...readings].sort((a, b) => b.score - a.score) as [MrzText, ...MrzText[]]
  const same = rest.filter((reading) => reading.format === best.format)
  const mrz = fitCodes(agreeOn([best, ...same]))
  const repaired = repairMrz(mrz, [best, ...same], now)
  const reading = parseMrzLines(repaired.lines, { now })
  const uncertain = uncertainPositions({ reading, readings: [best, ...same], corrections: repaired.corrections })
  const certain = isByBoth([best, ...same]) && reading.problems.length === 0 && uncertain.length === 0
  return {
    reading,
    capture: { lines: repaired.lines, source, corrections: repaired.corrections, certain, uncertain },
    confidences: mrz.confidences,
  }
}
