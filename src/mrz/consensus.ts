import type { MrzText } from './candidate.ts'
import type { Other } from './recogniser.ts'

/** Likelihood of a confidence: tesseract reports 100 + 35 ln p. */
const likelihood = (confidence: number): number => (confidence <= 0 ? 0.02 : Math.exp((confidence - 100) / 35))

type AgreedCharacter = { char: string; confidence: number; others: Other[] }

/** Whether both kinds of network are among those that read. */
export const isByBoth = (readings: readonly MrzText[]): boolean => new Set(readings.map(({ by }) => by)).size > 1

/**
 * The readings that saw a position: those from which it was not hidden, if both networks are among them; else all. So glare that
 * wanders from frame to frame hides nothing that was bare in another.
 */
export function readingsThatSaw(readings: readonly MrzText[], line: number, column: number): readonly MrzText[] {
  const bare = readings.filter(({ hidden }) => hidden[line]?.[column] !== true)
  return isByBoth(bare) ? bare : readings
}

/** The likeliest character at one position: readings vote for what they saw, and by less for what they thought of besides. */
function agreeAt(readings: readonly MrzText[], line: number, column: number): AgreedCharacter {
  const votes = new Map<string, number>()
  const seen = new Map<string, number>()
  const vote = (char: string, weight: number): unknown => votes.set(char, (votes.get(char) ?? 0) + weight)
  for (const { lines, confidences, others } of readingsThatSaw(readings, line, column)) {
    const char = lines[line]!.charAt(column)
    const confidence = confidences[line]![column]!
    vote(char, likelihood(confidence))
    for (const other of others[line]![column]!) vote(other.char, other.share * likelihood(confidence))
    seen.set(char, Math.max(seen.get(char) ?? 0, confidence))
  }
  const [[char, most] = ['<', 1], ...rest] = [...votes].sort((a, b) => b[1] - a[1])
  const best = seen.get(char) ?? 0
  return {
    char,
    confidence: seen.size === 1 ? best : best / 2,
    others: rest.map(([other, weight]) => ({ char: other, share: weight / most })),
  }
}

/**
 * One text of several readings of an MRZ in one format: at each position the character with the greatest sum of likelihoods.
 * Its confidence is the greatest any reading gave it, halved where another reading saw something else.
 */
export function agreeOn(readings: readonly [MrzText, ...MrzText[]]): MrzText {
  const [first] = readings
  const characters = first.lines.map((text, line) => Array.from(text, (_, column) => agreeAt(readings, line, column)))
  return {
    ...first,
    lines: characters.map((row) => row.map(({ char }) => char).join('')),
    confidences: characters.map((row) => row.map(({ confidence }) => confidence)),
    others: characters.map((row) => row.map(({ others }) => others)),
  }
}
