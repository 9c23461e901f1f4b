import type { MrzCapture, MrzReading } from '../contract/mrz.ts'
import { alphabetsOf } from './candidate.ts'
import type { ZoneText } from './candidate.ts'
import { weighAlike } from './check-digit.ts'
import { lookAlikesOf } from './confusions.ts'
import { agreeOn } from './consensus.ts'
import { layouts } from './layouts.ts'
import { parseMrz } from './parse.ts'
import { repairMrz } from './repair.ts'

/** A zone as read: parsed, with what the station needs to judge it and how sure each character is (0-100). */
export type MrzScan = { reading: MrzReading; capture: MrzCapture; confidences: number[][] }

/** Below this a character no check digit covers is shown to the clerk. */
const sureFrom = 93

/** Places some check digit that agrees speaks for, names and codes excepted (the French card's composite covers them too). */
function coveredPlaces(reading: MrzReading): boolean[][] {
  const layout = layouts[reading.format]
  const covered = reading.lines.map((line) => Array.from(line, () => false))
  layout.checks.forEach(({ over, at }, i) => {
    if (!reading.checks[i]?.ok) return
    covered[at.line]![at.column] = true
    for (const { line, from, to } of over) for (let c = from; c < to; c++) covered[line]![c] = true
  })
  const alphabets = alphabetsOf(layout)
  return covered.map((row, line) => row.map((yes, c) => yes && alphabets[line]![c] !== 'letter'))
}

/** Whether a check digit that agrees leaves a doubt: a reading saw, or the eye might see, a character of the same weight. */
function isAmbiguous(char: string, seen: readonly string[], mixed: boolean, sure: boolean): boolean {
  if (!mixed) return false
  return (
    seen.some((other) => weighAlike(other, char)) ||
    (!sure && lookAlikesOf(char).some((like) => weighAlike(like, char)))
  )
}

function uncertainPlaces(
  reading: MrzReading,
  zone: ZoneText,
  others: readonly ZoneText[],
): { line: number; column: number }[] {
  const covered = coveredPlaces(reading)
  const alphabets = alphabetsOf(layouts[reading.format])
  const flagged = reading.lines.map((line) => Array.from(line, () => false))
  for (const { line, from, to } of reading.problems) for (let c = from; c < to; c++) flagged[line]![c] = true
  const places: { line: number; column: number }[] = []
  reading.lines.forEach((text, line) => {
    for (let column = 0; column < text.length; column++) {
      const char = text.charAt(column)
      const seen = others.map((other) => other.lines[line]?.charAt(column) ?? '')
      const sure = zone.confidences[line]![column]! >= sureFrom
      const settled = covered[line]![column]
        ? !isAmbiguous(char, seen, alphabets[line]![column] === 'any', sure)
        : sure && seen.every((other) => other === char)
      if (flagged[line]![column] || !settled) places.push({ line, column })
    }
  })
  return places
}

/**
 * Makes the best of several readings of one zone. Their consensus is repaired by check digits; a character is certain when a
 * check digit settles it, or when all readings agree on it and are sure. The whole is `certain` only with two readings or
 * more, no problem left, nothing uncertain, and no repair that no reading had seen.
 */
export function judgeReadings(readings: readonly ZoneText[], source: MrzCapture['source'], now: Date): MrzScan {
  const [best, ...rest] = [...readings].sort((a, b) => b.score - a.score) as [ZoneText, ...ZoneText[]]
  const same = rest.filter((reading) => reading.format === best.format)
  const zone = agreeOn([best, ...same])
  const repaired = repairMrz(zone, [best, ...same], now)
  const reading = parseMrz(repaired.lines, { now })
  const uncertain = uncertainPlaces(reading, zone, [best, ...same])
  const certain = same.length > 0 && reading.problems.length === 0 && uncertain.length === 0 && repaired.supported
  return {
    reading,
    capture: { lines: repaired.lines, source, corrections: repaired.corrections, certain, uncertain },
    confidences: zone.confidences,
  }
}
