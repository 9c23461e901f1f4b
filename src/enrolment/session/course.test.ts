import { describe, expect, test } from 'vitest'
import { after, consented, context, found, opening, passportReading, submitted } from '../testing/made-up.ts'
import { draftOf, resumeDraft } from './draft.ts'
import type { SessionEvent } from './events.ts'
import { packetFacts } from './packet.ts'
import { openSession, type SessionState } from './state.ts'

const startMs = Date.parse(opening.now)
const at = (seconds: number) => ({ ...context, now: new Date(startMs + seconds * 1000).toISOString() })
const failed: SessionEvent = { type: 'chip_failed', code: 'chip_timeout', detail: null }
const again: SessionEvent = { type: 'chip_requested', can: null }
const left: SessionEvent = { type: 'decided', outcome: 'cancelled', reasons: ['citizen_left'] }

/** Consent after 30 s, the document after 20 more, two failed reads of the chip, given up at the chip after 100 in all. */
function visit(): SessionState {
  const looked = after([found(), consented], openSession(opening), at(30))
  const atChip = after([submitted(passportReading)], looked, at(50))
  return after([failed], after([failed, again], atChip, at(70)), at(90))
}

describe('how a visit went, for figures', () => {
  test('says the seconds at each step that was entered, and what failed how often', () => {
    expect(packetFacts(after([left], visit(), at(100))).course).toEqual({
      steps: [
        { step: 'application', seconds: 30 },
        { step: 'document', seconds: 20 },
        { step: 'chip', seconds: 50 },
      ],
      faults: [{ code: 'chip_timeout', times: 2 }],
    })
  })

  test('goes on after a break, and counts no time of the break', () => {
    const draft = draftOf(visit(), at(90).now)!
    const resumed = resumeDraft(draft, { ...at(5_000), operator: opening.operator })
    const { course } = packetFacts(after([found(), left], resumed, at(5_010)))
    expect(course.faults).toEqual([{ code: 'chip_timeout', times: 2 }])
    expect(course.steps).toContainEqual({ step: 'chip', seconds: 40 })
    expect(course.steps).toContainEqual({ step: 'application', seconds: 40 })
  })

  test('takes no time away when the clock is set back', () => {
    const { steps } = packetFacts(after([left], visit(), at(-1_000))).course
    expect(steps).toContainEqual({ step: 'chip', seconds: 40 })
  })
})
