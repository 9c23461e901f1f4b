import type { MrzCorrection, MrzFormat } from '../contract/mrz.ts'
import { alphabetsOf } from './candidate.ts'
import type { MrzText } from './candidate.ts'
import { parseBirthDate, parseExpiryDate } from '../emrtd/lds/mrz/dates.ts'
import { layouts, textAt } from '../emrtd/lds/mrz/layouts.ts'
import type { Layout } from '../emrtd/lds/mrz/layouts.ts'
import { verifyChecks } from '../emrtd/lds/mrz/parse.ts'
import { prefilterOf } from './prefilter-changes.ts'
import { changesAt, habitOf, positionsOf } from './repair-changes.ts'
import type { Change } from './repair-changes.ts'

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
