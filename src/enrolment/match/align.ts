import type { MatchRule } from '../../contract/match.ts'
import { MatchRule as RuleNames } from '../../contract/match.ts'
import type { Character } from './characters.ts'
import { charactersOf } from './characters.ts'
import { plainForms } from './letters.ts'

/** Rules used, in the contract's order. */
export type Agreement = { rules: MatchRule[] }

type Pair = { a: Character[]; b: Character[]; mayBeCut: boolean; dead: Set<number> }
type Move = { a: number; b: number; rules: MatchRule[] }

const startsAt = (text: Character[], at: number, letters: string): boolean =>
  [...letters].every((letter, i) => text[at + i]?.upper === letter)

function sameCharacter(a: Character, b: Character): MatchRule[] {
  const rules: MatchRule[] = []
  if (a.written !== b.written) rules.push('letter_case')
  if (a.tidied !== b.tidied && !a.respaced && !b.respaced) rules.push('unicode_normalisation')
  if (a.respaced !== b.respaced) rules.push('hyphen_or_apostrophe')
  return rules
}

/** A marked letter of `from` against its plain form in `to`. A mark may be dropped or spelled out, never exchanged. */
function spellings(from: Character, to: Character[], at: number): { length: number; rules: MatchRule[] }[] {
  return plainForms(from.upper)
    .filter(({ letters }) => startsAt(to, at, letters))
    .map(({ letters, rule }) => ({ length: letters.length, rules: [rule] }))
}

/**
 * Hyphens become spaces and apostrophes are left out in an MRZ (Doc 9303-3 §4.6); some issuers part at the
 * apostrophe. The middle dot of the Catalan l·l is left out or becomes a hyphen, a stop or a space. A space never vanishes.
 */
function signs(from: Character | undefined, to: Character | undefined): { from: number; to: number }[] {
  if (from?.upper === '-' && to?.upper === ' ') return [{ from: 1, to: 1 }]
  if (from?.upper === '·') return [{ from: 1, to: 0 }, ...(/^[-. ]$/.test(to?.upper ?? '') ? [{ from: 1, to: 1 }] : [])]
  // A stop after a short form is written or not (ST. JOHN, ST JOHN), and stands for the space that would follow it (J.P.).
  if (from?.upper === '.') return [{ from: 1, to: 0 }, ...(to?.upper === ' ' ? [{ from: 1, to: 1 }] : [])]
  if (from?.upper !== "'") return []
  return to?.upper === ' ' ? [{ from: 1, to: 1 }] : [{ from: 1, to: 0 }]
}

const isGap = (character: Character | undefined): boolean => character?.upper === ' ' || character?.upper === '-'

/**
 * A full field may have cut any part of a name, down to its first letter (Doc 9303-4 §4.2.3): `ALEXANDRIN P` is what is left of
 * Alexandrine-Philippine. What was cut of a part is passed over where the next one begins.
 */
function cutWithin({ a, b, mayBeCut }: Pair, i: number, j: number): Move[] {
  const isBegun = j > 0 && i > 0 && !isGap(b[j - 1]) && !isGap(a[i - 1])
  if (!mayBeCut || !isBegun || !isGap(b[j]) || isGap(a[i])) return []
  const next = a.findIndex((character, at) => at > i && isGap(character))
  return next < 0 ? [] : [{ a: next - i, b: 0, rules: ['mrz_truncation'] }]
}

function movesAt(pair: Pair, i: number, j: number): Move[] {
  const { a, b } = pair
  const [left, right] = [a[i], b[j]]
  const moves: Move[] = cutWithin(pair, i, j)
  if (left && right && left.upper === right.upper) moves.push({ a: 1, b: 1, rules: sameCharacter(left, right) })
  if (left) moves.push(...spellings(left, b, j).map(({ length, rules }) => ({ a: 1, b: length, rules })))
  if (right) moves.push(...spellings(right, a, i).map(({ length, rules }) => ({ a: length, b: 1, rules })))
  const rules: MatchRule[] = ['hyphen_or_apostrophe']
  moves.push(...signs(left, right).map(({ from, to }) => ({ a: from, b: to, rules })))
  moves.push(...signs(right, left).map(({ from, to }) => ({ a: to, b: from, rules })))
  return moves
}

function walk(pair: Pair, i: number, j: number): MatchRule[] | null {
  const { a, b, mayBeCut, dead } = pair
  if (i === a.length && j === b.length) return []
  if (j === b.length && mayBeCut) return ['mrz_truncation']
  const place = i * (b.length + 1) + j
  if (dead.has(place)) return null
  for (const move of movesAt(pair, i, j)) {
    const rest = walk(pair, i + move.a, j + move.b)
    if (rest !== null) return [...move.rules, ...rest]
  }
  dead.add(place)
  return null
}

/**
 * Whether two spellings are the same under the declared rules, and which were needed; null when they are not (R10: nothing
 * else is tolerated). `mayBeCut`: `read` may end before `declared` does (names longer than the field, Doc 9303-3 §4.6).
 */
export function alignSpellings(declared: string, read: string, mayBeCut = false): Agreement | null {
  const pair: Pair = { a: charactersOf(declared), b: charactersOf(read), mayBeCut, dead: new Set() }
  if (pair.a.length === 0 || pair.b.length === 0) return null
  const found = walk(pair, 0, 0)
  return found && { rules: RuleNames.options.filter((rule) => found.includes(rule)) }
}

/**
 * Where `declared` first and last differs from `read`: the half-open range of `declared` between what they share at the start
 * and at the end; an empty range marks where something is missing. `isIdle`: signs that say nothing here, passed over on both sides.
 */
export function differenceOf(
  declared: string,
  read: string,
  isIdle: (sign: string) => boolean = () => false,
): { from: number; to: number } {
  const [a, b] = [declared, read].map((text) => plainCharacters(text).filter(({ upper }) => !isIdle(upper))) as [
    Character[],
    Character[],
  ]
  let start = 0
  while (start < a.length && a[start]!.upper === b[start]?.upper) start++
  let end = 0
  const most = Math.min(a.length, b.length) - start
  while (end < most && a[a.length - 1 - end]!.upper === b[b.length - 1 - end]!.upper) end++
  const from = a[start]?.from ?? declared.length
  return { from, to: Math.max(from, a[a.length - 1 - end]?.to ?? 0) }
}

/** For marking only: every character by its first plain form. */
function plainCharacters(text: string): Character[] {
  return charactersOf(text).flatMap((character) =>
    [...(plainForms(character.upper)[0]?.letters ?? character.upper.replace('-', ' '))].map((upper) => ({
      ...character,
      upper,
    })),
  )
}
