import { describe, expect, test } from 'vitest'
import type { ChipCheckName } from '../../contract/check.ts'
import {
  after,
  check,
  chipRead,
  consented,
  context,
  found,
  inspected,
  opening,
  passportReading,
  printSeen,
  submitted,
  withCheck,
} from '../testing/made-up.ts'
import { marksOf, withMarks } from './marks.ts'
import { packetFacts } from './packet.ts'
import { reduceSession } from './reduce.ts'
import { openSession } from './state.ts'
import type { SessionState } from './state.ts'
import { viewSession } from './view.ts'

const atChip = (from?: SessionState) => after([found(), consented, submitted(passportReading)], from)
const readWith = (checks: Parameters<typeof chipRead>[0], from: SessionState) =>
  after([{ type: 'chip_requested', can: null }, chipRead(checks)], from)
/** Left without a draft, and opened again as the station does it. */
const again = (state: SessionState): SessionState =>
  withMarks(
    openSession({ ...opening, sessionId: '01890000-0000-7000-8000-0000000000ff', randomSeed: 99 }),
    JSON.parse(JSON.stringify(marksOf(state))) as ReturnType<typeof marksOf>,
  )
const allowed = (state: SessionState) => viewSession(state).decision.allowed

const failing: ChipCheckName[] = ['signature', 'hashes', 'chain', 'chip_authentication', 'active_authentication']

describe.each(failing)('a chip whose check %s failed', (name) => {
  const failed = () => readWith(withCheck(check(name, 'failed', 'x')), atChip())

  test('is not called defective when the application is opened again', () => {
    for (const reason of ['chip_defective', 'reader_defective'] as const)
      expect(() =>
        reduceSession(atChip(again(failed())), { type: 'chip_declared_unavailable', reason }, context),
      ).toThrow('chip_not_genuine')
  })
  test('is not cleared by a read that goes well, however often it is opened again', () => {
    const state = readWith(undefined, atChip(again(again(failed()))))
    expect(allowed(after([{ type: 'comparison_confirmed' }], printSeen(state)))).not.toContain('approved')
    expect(viewSession(state).decision.blockers).toContain('chip_not_genuine')
  })
  test('stands beside the other reads, for the releasing manager and in the packet', () => {
    const state = readWith(undefined, atChip(again(failed())))
    const verdicts = viewSession(state).chip.reads.map(({ checks }) =>
      checks.filter(({ verdict }) => verdict === 'failed').map((one) => one.name),
    )
    expect(verdicts).toEqual([[name], []])
    const decided = after([{ type: 'decided', outcome: 'cancelled', reasons: [] }], state)
    expect(packetFacts(decided).visit.evidence.earlier).toHaveLength(1)
  })
})

test('a read that went well proves nothing for the next visit: the chip is read again', () => {
  const state = atChip(again(readWith(undefined, atChip())))
  expect(viewSession(state).chip.checks).toEqual([])
  const unread = after([{ type: 'went_back', to: 'document' }, submitted(passportReading)], state)
  expect(unread.step).toBe('chip')
  expect(() => reduceSession(unread, { type: 'chip_declared_unavailable', reason: 'chip_defective' }, context)).toThrow(
    'chip_not_genuine',
  )
})

test('a chip that an earlier visit could merely not prove may be proved now', () => {
  const unproved = readWith(withCheck(check('chain', 'not_possible', 'no_anchor')), atChip())
  const state = readWith(undefined, atChip(again(unproved)))
  expect(viewSession(state).decision.blockers).not.toContain('chip_not_genuine')
})

test('failed attempts stay counted, and the same features are asked', () => {
  const tried = after(
    [
      { type: 'capture_failed', kind: 'document', code: 'mrz_not_found' },
      { type: 'capture_failed', kind: 'document', code: 'mrz_not_found' },
      submitted(passportReading),
      { type: 'chip_requested', can: null },
      { type: 'chip_failed', code: 'chip_removed', detail: null },
    ],
    after([found(), consented]),
  )
  const opened = again(tried)
  expect([opened.document.attempts, opened.chip.attempts]).toEqual([2, 1])
  const asked = (state: SessionState) =>
    inspected(after([{ type: 'comparison_confirmed' }], printSeen(readWith(undefined, state)))).inspection
  expect(asked(atChip(opened))).toEqual(asked(tried))
})

test('marks hold nothing of the citizen or the document', () => {
  const text = JSON.stringify(marksOf(readWith(undefined, atChip())))
  for (const word of ['Martin', 'MARTIN', '12AB34567', 'P<FRA', 'DG1', 'files']) expect(text).not.toContain(word)
  expect(Object.keys(JSON.parse(text) as object).sort()).toEqual(['attempts', 'randomSeed', 'reads'])
})
