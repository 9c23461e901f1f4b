import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AccountState } from '../../contract/identity/device.ts'
import { ApplicationState } from '../../central/intake/state.ts'
import {
  accountEvents,
  canLogIn,
  accountCauses,
  causeOfDecision,
  identityEdges,
  nextAccountState,
  type AccountEvent,
} from './states.ts'

const event = fc.constantFrom(...(Object.keys(accountEvents) as AccountEvent[]))
const state = fc.constantFrom(...AccountState.options)

/** Plays events in order; one that cannot happen changes nothing. */
function play(events: readonly AccountEvent[], from: AccountState = 'ACTIVATION_PENDING') {
  const passed: { event: AccountEvent; state: AccountState }[] = []
  for (const one of events) {
    const next = nextAccountState(passed.at(-1)?.state ?? from, one)
    if (next !== null) passed.push({ event: one, state: next })
  }
  return passed
}

describe('the life of an account, whatever happens in whatever order', () => {
  test('it is in one of its states, and leaves it by an edge of the table alone', () =>
    fc.assert(
      fc.property(state, event, (from, one) => {
        const next = nextAccountState(from, one)
        const allowed = (accountEvents[one].from as readonly AccountState[]).includes(from)
        expect(next).toBe(allowed ? accountEvents[one].to : null)
      }),
    ))

  test('nobody logs in who did not activate after their last proofing', () =>
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const passed = play(events)
        const now = passed.at(-1)?.state ?? 'ACTIVATION_PENDING'
        if (!canLogIn(now)) return
        const names = passed.map(({ event: name }) => name)
        const lastProofing = names.lastIndexOf('proofed_again')
        const since = names.slice(lastProofing + 1)
        // Reinstated by central counts where the caller says that it was activated before: `causeOfDecision` decides.
        expect(since.includes('activated') || since.includes('reinstated')).toBe(true)
      }),
      { numRuns: 2_000 },
    ))

  test('what is revoked or expired comes back through a new proofing and nothing else', () =>
    fc.assert(
      fc.property(fc.constantFrom<AccountState>('REVOKED', 'EXPIRED'), event, (over, one) => {
        const next = nextAccountState(over, one)
        expect(next === null || one === 'proofed_again' || (over === 'EXPIRED' && one === 'revoked')).toBe(true)
      }),
    ))

  test('a lock opens by unlocking, an end or a new proofing; a suspension by central alone', () => {
    const out = (from: AccountState) =>
      (Object.keys(accountEvents) as AccountEvent[]).filter((one) => nextAccountState(from, one) === 'ACTIVE')
    expect(out('LOCKED')).toEqual(['unlocked'])
    expect(out('SUSPENDED')).toEqual(['reinstated'])
    expect(out('ACTIVATION_PENDING')).toEqual(['activated'])
  })

  test("central's word moves an account only where the table lets it, and never activates what was not", () =>
    fc.assert(
      fc.property(fc.constantFrom(...ApplicationState.options), state, fc.boolean(), (decision, from, wasActivated) => {
        const made = causeOfDecision(decision, { state: from, reason: null, wasActivated })
        if (made === null) return
        const next = nextAccountState(from, accountCauses[made].event)
        expect(next).not.toBeNull()
        if (next === 'ACTIVE') expect(wasActivated && decision === 'APPROVED' && from === 'SUSPENDED').toBe(true)
      }),
    ))
})

describe('the whole table', () => {
  const edges = identityEdges()
  const reachable = (from: string): Set<string> => {
    const seen = new Set([from])
    for (const one of seen) for (const edge of edges) if (edge.from === one) seen.add(edge.to)
    return seen
  }

  test('reaches every state from a draft', () =>
    expect([...reachable('DRAFT')].sort()).toEqual(
      [...new Set([...ApplicationState.options, ...AccountState.options, 'RECEIVED'])].sort(),
    ))

  test('leads to ACTIVE through an approval and an activation only', () => {
    const without = (events: string[]) => {
      const seen = new Set(['DRAFT'])
      for (const one of seen)
        for (const edge of edges) if (edge.from === one && !events.includes(edge.event)) seen.add(edge.to)
      return seen
    }
    // A new proofing is the approval of a new application.
    for (const event of ['approved', 'handed_over']) expect(without([event, 'proofed_again'])).not.toContain('ACTIVE')
    expect(
      edges
        .filter(({ to }) => to === 'ACTIVE')
        .map(({ event, from }) => `${from} ${event}`)
        .sort(),
    ).toEqual(['ACTIVATION_PENDING activated', 'LOCKED unlocked', 'SUSPENDED reinstated'])
  })

  test('has no way from a refused or ended application into an identity but the beginning', () => {
    for (const over of ['REJECTED', 'CANCELLED', 'EXPIRED'] as const) {
      const fromHere = edges.filter(({ from }) => from === over).map(({ to }) => to)
      expect(fromHere).not.toContain('APPROVED')
      expect(fromHere).not.toContain('ACTIVE')
    }
  })
})
