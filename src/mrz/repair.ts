import type { MrzCorrection, MrzFormat } from '../contract/mrz.ts'
import { alphabetsOf } from './candidate.ts'
import type { MrzText } from './candidate.ts'
import { sureFrom } from './certainty.ts'
import { coerce, fitsAlphabet, lookAlikesOf } from './confusions.ts'
import { checkDigit, valueOf, weights } from '../emrtd/lds/mrz/check-digit.ts'
import { fillerMayStand, longNumberIn } from '../emrtd/lds/mrz/long-number.ts'
import { parseBirthDate, parseExpiryDate } from '../emrtd/lds/mrz/dates.ts'
import { layouts, textAt } from '../emrtd/lds/mrz/layouts.ts'
import type { Alphabet, CheckPosition, Layout } from '../emrtd/lds/mrz/layouts.ts'
import { verifyChecks } from '../emrtd/lds/mrz/parse.ts'

type Change = { line: number; column: number; to: string; cost: number }
type Solution = { changes: Change[]; cost: number }

/** Most characters changed under one check digit, and the dearest set of changes still believed. */
const mostChanges = 2
const dearest = 6

function withChanges(lines: readonly string[], changes: readonly Change[]): string[] {
  const out = [...lines]
  for (const { line, column, to } of changes)
    out[line] = out[line]!.slice(0, column) + to + out[line]!.slice(column + 1)
  return out
}

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
function changesAt(
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
function positionsOf(
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

/** A date, or the fillers of a document without one. */
const isExpiry = (text: string, now: Date): boolean => /^<*$/.test(text) || parseExpiryDate(text, now) !== null

function datesAreSound(layout: Layout, lines: readonly string[], now: Date): boolean {
  return layout.fields.every((position) => {
    if (position.field === 'birthDate') return parseBirthDate(textAt(lines, position), now) !== null
    if (position.field === 'expiryDate') return isExpiry(textAt(lines, position), now)
    return true
  })
}

const sound: Partial<Record<string, (text: string, now: Date) => boolean>> = {
  birthDate: (text, now) => parseBirthDate(text, now) !== null,
  expiryDate: (text, now) => isExpiry(text, now),
}

/** All letters O and I of a number read as 0 and 1: one printer's habit, so one change however many they are. */
function habitOf(
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

/**
 * Whether a set of changes can bring a check digit to agree, told from the changes alone: most sets are thrown away by a sum.
 * A long number's check digit stands elsewhere; there every set may.
 */
function prefilterOf(layout: Layout, check: CheckPosition, lines: readonly string[]): (set: Change[]) => boolean {
  if (check.field === 'documentNumber' && longNumberIn(layout, lines) !== null) return () => true
  const factors = new Map<string, number>([[`${check.at.line}:${check.at.column}`, -1]])
  let i = 0
  for (const { line, from, to } of check.over)
    for (let column = from; column < to; column++) factors.set(`${line}:${column}`, weights[i++ % 3]!)
  const text = check.over.map((part) => textAt(lines, part)).join('')
  const remainder = Number(checkDigit(text)) - valueOf(lines[check.at.line]!.charAt(check.at.column))
  return (set) => {
    const sum = set.reduce((total, { line, column, to }) => {
      const factor = factors.get(`${line}:${column}`) ?? 0
      return total + factor * (valueOf(to) - valueOf(lines[line]!.charAt(column)))
    }, remainder)
    return sum % 10 === 0
  }
}

/** Every affordable set of changes after which check number `index` agrees and its own date is one, cheapest first. */
function solve(layout: Layout, mrz: MrzText, others: readonly MrzText[], index: number, now: Date): Solution[] {
  const check = layout.checks[index]!
  const passed = verifyChecks(layout, mrz.lines).map((c) => c.ok)
  const alphabets = alphabetsOf(layout)
  const positions = positionsOf(layout, check, passed)
  const changes = positions
    .flatMap(({ line, column }) => changesAt(layout, mrz, others, alphabets[line]![column]!, line, column))
    .sort((a, b) => a.cost - b.cost)
  const solutions: Solution[] = []
  const mayAgree = prefilterOf(layout, check, mrz.lines)
  const agrees = (set: Change[]): boolean => {
    if (!mayAgree(set)) return false
    const lines = withChanges(mrz.lines, set)
    const text = check.over.map((part) => textAt(lines, part)).join('')
    return verifyChecks(layout, lines)[index]!.ok && (sound[check.field]?.(text, now) ?? true)
  }
  const extend = (set: Change[], cost: number, from: number): void => {
    for (let i = from; i < changes.length; i++) {
      const change = changes[i]!
      if (cost + change.cost > dearest) return
      if (set.some((c) => c.line === change.line && c.column === change.column)) continue
      const next = [...set, change]
      if (agrees(next)) solutions.push({ changes: next, cost: cost + change.cost })
      else if (next.length < mostChanges) extend(next, cost + change.cost, i + 1)
    }
  }
  const habit = habitOf(mrz, others, positions, alphabets)
  if (habit.length > 1 && agrees(habit)) solutions.push({ changes: habit, cost: 2 })
  extend([], 0, 0)
  return solutions.sort((a, b) => a.cost - b.cost).slice(0, 40)
}

/** Sets of changes for several failed checks at once, cheapest first. */
function product(sets: Solution[][]): Solution[] {
  return sets
    .reduce<Solution[]>(
      (all, set) =>
        all
          .flatMap((a) => set.map((b) => ({ changes: [...a.changes, ...b.changes], cost: a.cost + b.cost })))
          .sort((a, b) => a.cost - b.cost)
          .slice(0, 400),
      [{ changes: [], cost: 0 }],
    )
    .sort((a, b) => a.cost - b.cost)
}

export type Repaired = { lines: string[]; corrections: MrzCorrection[]; supported: boolean }

function failing(layout: Layout, lines: readonly string[]): number[] {
  return verifyChecks(layout, lines).flatMap((check, i) => (check.ok ? [] : [i]))
}

/** All changes that make every check digit agree. */
function solutionsFor(layout: Layout, mrz: MrzText, others: readonly MrzText[], now: Date): Solution[] {
  const failed = failing(layout, mrz.lines)
  const own = failed.filter((i) => layout.checks[i]!.field !== 'composite')
  const composite = layout.checks.findIndex((check) => check.field === 'composite')
  const sets = (own.length > 0 ? own : failed).map((i) => solve(layout, mrz, others, i, now))
  if (sets.length === 0 || sets.length > 3) return []
  return product(sets).filter(({ changes }) => {
    const lines = withChanges(mrz.lines, changes)
    return (composite < 0 || verifyChecks(layout, lines)[composite]!.ok) && datesAreSound(layout, lines, now)
  })
}

/** Several O and I in numbers can hide from every check digit; read as 0 and 1 they are likelier when all still agree. */
function habitRepair(layout: Layout, mrz: MrzText, others: readonly MrzText[]): Repaired | null {
  const alphabets = alphabetsOf(layout)
  const positions = layout.checks.flatMap((check) =>
    check.field === 'documentNumber' ? positionsOf(layout, check, []) : [],
  )
  const changes = habitOf(mrz, others, positions, alphabets)
  const lines = withChanges(mrz.lines, changes)
  if (changes.length < 2 || failing(layout, lines).length > 0) return null
  return { lines, corrections: correctionsOf(mrz, changes), supported: false }
}

function correctionsOf(mrz: MrzText, changes: readonly Change[]): MrzCorrection[] {
  return changes.map(({ line, column, to }) => {
    return { line, column, from: mrz.lines[line]!.charAt(column), to, by: 'check_digit' }
  })
}

/**
 * Repairs an MRZ by its check digits: among look-alikes and what other readings saw, the one cheapest set of changes after
 * which all check digits agree and all dates are dates. Nothing is changed when two sets are about as likely.
 * `supported` tells that every new character was seen by another reading.
 */
export function repairMrz(mrz: MrzText, others: readonly MrzText[], now: Date): Repaired {
  const unchanged: Repaired = { lines: mrz.lines, corrections: [], supported: true }
  const layout = layouts[mrz.format satisfies MrzFormat]
  const same = others.filter((other) => other.format === mrz.format)
  if (failing(layout, mrz.lines).length === 0) return habitRepair(layout, mrz, same) ?? unchanged
  const [best, next] = solutionsFor(layout, mrz, same, now)
  if (!best || (next && next.cost - best.cost < 0.75)) return unchanged
  return {
    lines: withChanges(mrz.lines, best.changes),
    corrections: correctionsOf(mrz, best.changes),
    supported: best.changes.every((change) =>
      same.some((o) => o.lines[change.line]!.charAt(change.column) === change.to),
    ),
  }
}
