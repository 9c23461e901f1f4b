import type { MrzText } from './candidate.ts'
import { sureFrom } from './certainty.ts'
import { coerce, fitsAlphabet, lookAlikesOf } from './confusions.ts'
import type { Alphabet, CheckPosition, Layout } from '../emrtd/lds/mrz/layouts.ts'
import { fillerMayStand } from '../emrtd/lds/mrz/long-number.ts'

/** One sign in the place of another, and how hard that is to believe. */
export type Change = { line: number; column: number; to: string; cost: number }

/**
 * How much dearer a change is for what stands around it: in numbers, digits come in runs, and the letters O and I are hardly
 * ever issued because they look like 0 and 1.
 */
function contextCost(text: string, column: number, to: string): number {
  const beside = text.slice(Math.max(0, column - 2), column) + text.slice(column + 1, column + 3)
  const digits = beside.replace(/[^0-9]/g, '').length
  const letters = beside.replace(/[^A-Z]/g, '').length
  if (/[0-9]/.test(to)) return digits >= letters ? -0.5 : 0.5
  return (digits > letters ? 1.5 : 0) + (/[OI]/.test(to) ? 1 : 0)
}

/** Costs of the recogniser's own second thoughts (1 to 2.7 by how near they came), and of look-alikes that it did not think of. */
const otherCost = (share: number): number => 1 + Math.min(1.7, -0.4 * Math.log(share))
const unthought = 0.7
/** A check digit that was not read at all can be any digit; only the one that agrees will do. */
const lostDigit = 2.4

/** A filler where a long number's check digit would stand is no digit that was lost: the number goes on after it. */
function isOverflowFiller(layout: Layout, lines: readonly string[], line: number, column: number): boolean {
  const check = layout.checks.find(({ at }) => at.line === line && at.column === column)
  return lines[line]!.charAt(column) === '<' && check !== undefined && fillerMayStand(layout, check, lines)
}

/**
 * What may stand at a position instead: what another reading saw there costs 1, the recogniser's second thoughts up to 2.7,
 * look-alikes 2 and more, less where unsure.
 */
export function changesAt(
  layout: Layout,
  mrz: MrzText,
  others: readonly MrzText[],
  alphabet: Alphabet,
  line: number,
  column: number,
): Change[] {
  const text = mrz.lines[line]!
  const present = text.charAt(column)
  if (isOverflowFiller(layout, mrz.lines, line, column)) return []
  const confidence = mrz.confidences[line]![column]!
  const unsure = Math.min(1.5, Math.max(0, (98 - confidence) / 4))
  const found = new Map<string, number>()
  for (const other of others) {
    const char = other.lines[line]?.charAt(column) ?? ''
    if (char !== present && other.confidences[line]?.[column]) found.set(char, 1)
  }
  const thoughts = mrz.others[line]![column]!
  const context = (char: string): number => (alphabet === 'any' ? contextCost(text, column, char) : 0)
  for (const { char, share } of thoughts) if (!found.has(char)) found.set(char, otherCost(share) + context(char))
  const guesses = confidence < sureFrom ? lookAlikesOf(present) : []
  guesses.forEach((like, i) => {
    const char = coerce(like, alphabet)
    const cost = 2.5 + 0.3 * i - unsure + (thoughts.length > 0 ? unthought : 0)
    if (char !== present && !found.has(char)) found.set(char, cost + context(char))
  })
  if (alphabet === 'check' && !/[0-9]/.test(present))
    for (const digit of '0123456789') if (!found.has(digit)) found.set(digit, lostDigit)
  return [...found]
    .filter(([char]) => char !== '' && fitsAlphabet(char, alphabet))
    .map(([to, cost]) => ({ line, column, to, cost }))
}

/** Positions a failed check digit speaks about: its fields less those whose own check digit agrees, and the digit itself. */
export function positionsOf(
  layout: Layout,
  check: CheckPosition,
  passed: readonly boolean[],
): { line: number; column: number }[] {
  const settled = new Set<string>()
  if (check.field === 'composite')
    layout.checks.forEach(({ over, at, field }, i) => {
      if (!passed[i] || field === 'composite') return
      settled.add(`${at.line}:${at.column}`)
      for (const { line, from, to } of over) for (let c = from; c < to; c++) settled.add(`${line}:${c}`)
    })
  const positions = check.over.flatMap(({ line, from, to }) =>
    Array.from({ length: to - from }, (_, i) => ({ line, column: from + i })),
  )
  return [...positions, check.at].filter(({ line, column }) => !settled.has(`${line}:${column}`))
}

/** All letters O and I of a number read as 0 and 1: one printer's habit, so one change however many they are. */
export function habitOf(
  mrz: MrzText,
  others: readonly MrzText[],
  positions: { line: number; column: number }[],
  alphabets: Alphabet[][],
): Change[] {
  const changes = positions.flatMap(({ line, column }) => {
    const to = { O: '0', I: '1' }[mrz.lines[line]!.charAt(column)]
    return to && alphabets[line]![column] === 'any' ? [{ line, column, to, cost: 1 }] : []
  })
  return changes.every((change) => hasGround(mrz, others, change)) ? changes : []
}

/** Whether anything but a check digit speaks for a change: another reading, a second thought, or an unsure first one. */
function hasGround(mrz: MrzText, others: readonly MrzText[], { line, column, to }: Change): boolean {
  return (
    mrz.confidences[line]![column]! < sureFrom ||
    mrz.others[line]![column]!.some(({ char }) => char === to) ||
    others.some((other) => other.lines[line]?.charAt(column) === to)
  )
}
