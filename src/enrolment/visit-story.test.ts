import { describe, expect, test } from 'vitest'
import { AppointmentOutcome } from '../contract/appointment.ts'
import { Outcome } from '../contract/decision.ts'
import { isHeld, stories, visitAfter, whyNotSettled, type VisitState } from './visit-story.ts'

const outcomes = [null, ...AppointmentOutcome.options]
const days = { visit: '2026-03-02', said: '2026-03-02' }
const states: VisitState[] = [...outcomes.map((outcome) => ({ outcome, held: false })), { outcome: 'done', held: true }]

test('only a refusal closes the application against the citizen, and nobody is verified but by an approval', () => {
  expect(Outcome.options.map((outcome) => stories[outcome].application)).toEqual([
    'verified',
    'refused',
    'open',
    'open',
  ])
})

describe.each(states)('a visit known as %j', (before) => {
  test.each(Outcome.options)('once a session ends %s', (outcome) => {
    const after = visitAfter(before, { by: 'session', outcome })
    expect(after).toEqual(isHeld(outcome) ? { outcome: 'done', held: true } : before)
  })
  test.each(AppointmentOutcome.options)('that the postman calls %s', (outcome) => {
    const after = visitAfter(before, { by: 'postman', outcome })
    expect(after.outcome).toBe(before.held ? 'done' : outcome)
    expect(whyNotSettled(before, outcome, days)).toBe(before.held && outcome !== 'done' ? 'visit_held' : null)
  })
})

test('whatever is said first and last, a visit that was held ends done: no order of events tells two stories', () => {
  for (const said of AppointmentOutcome.options)
    for (const outcome of Outcome.options.filter(isHeld)) {
      const events = [{ by: 'postman', outcome: said } as const, { by: 'session', outcome } as const]
      const ends = [events, events.toReversed()].map((order) =>
        order.reduce(visitAfter, { outcome: null, held: false }),
      )
      expect(ends).toEqual([
        { outcome: 'done', held: true },
        { outcome: 'done', held: true },
      ])
    }
})

test('nobody is absent before the day of the visit; what is refused or put off may be known ahead', () => {
  const said = (outcome: AppointmentOutcome, on: string, held = false) =>
    whyNotSettled({ outcome: held ? 'done' : null, held }, outcome, { ...days, said: on })
  expect(['2026-03-01', '2026-03-02', '2026-03-03'].map((on) => said('no_show', on))).toEqual([
    'visit_not_due',
    null,
    null,
  ])
  expect(AppointmentOutcome.options.filter((outcome) => said(outcome, '2026-02-27') !== null)).toEqual(['no_show'])
  expect(said('no_show', '2026-03-01', true)).toBe('visit_held')
})
