import type { ZoneText } from './candidate.ts'

/** Likelihood of a confidence: tesseract reports 100 + 35 ln p. */
const likelihood = (confidence: number): number => (confidence <= 0 ? 0.02 : Math.exp((confidence - 100) / 35))

/**
 * One text of several readings of a zone in one format: at each place the character with the greatest sum of likelihoods.
 * Its confidence is the greatest any reading gave it, halved where another reading saw something else.
 */
export function agreeOn(readings: readonly [ZoneText, ...ZoneText[]]): ZoneText {
  const [first] = readings
  const confidences = first.confidences.map((row) => [...row])
  const lines = first.lines.map((line, l) =>
    Array.from(line, (_, c) => {
      const votes = new Map<string, { sum: number; best: number }>()
      for (const reading of readings) {
        const confidence = reading.confidences[l]![c]!
        const vote = votes.get(reading.lines[l]!.charAt(c)) ?? { sum: 0, best: 0 }
        vote.sum += likelihood(confidence)
        vote.best = Math.max(vote.best, confidence)
        votes.set(reading.lines[l]!.charAt(c), vote)
      }
      const [[char, vote] = ['<', { sum: 0, best: 0 }]] = [...votes].sort((a, b) => b[1].sum - a[1].sum)
      confidences[l]![c] = votes.size === 1 ? vote.best : vote.best / 2
      return char
    }).join(''),
  )
  return { ...first, lines, confidences }
}
