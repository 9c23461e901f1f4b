import { lettersOf } from './match/characters.ts'

/** What a sentence of a few words has in any script. */
const fewestLetters = 10
const fewestKinds = 5

/**
 * Whether somebody wrote something: letters, of whatever script, enough of them, enough different ones, and none that makes up most of it.
 * Figures, signs and what nobody sees say nothing. One rule for every text in which a person must say why, at the counter and at central.
 */
export function isWrittenText(text: string): boolean {
  const letters = lettersOf(text)
  const counts = new Map<string, number>()
  for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  return (
    letters.length >= fewestLetters && counts.size >= fewestKinds && Math.max(...counts.values()) * 2 <= letters.length
  )
}
