import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RunningCentral } from '../../src/central/central.ts'
import { dateSpecimen } from '../../src/virtual-card/printed-document.ts'
import { specimens } from '../../src/station/training/specimens/specimens.ts'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import { startCounter } from '../fixtures/counter.ts'
import { answerAll } from '../fixtures/journey.ts'
import type { TestStation } from '../fixtures/test-station.ts'

// Every specimen through the whole kiosk, from its reference to the decision, over the real central and the virtual card:
// what training teaches is what the product does.
let central: RunningCentral
let kiosk: TestStation
beforeAll(async () => {
  ;({ central, kiosk } = await startCounter())
}, 60_000)
afterAll(async () => {
  await kiosk.stop()
  await central.stop()
})

// A failed expectation must not leave its session open for the next.
afterEach(() => kiosk.ask('session.leave', { keepDraft: false }))

/** Up to the decision, answering like a clerk who sees nothing wrong. */
async function walk(key: string) {
  const { ask, until } = kiosk
  const specimen = specimens.find((one) => one.key === key)!
  await ask('training.present', { key })
  await ask('session.open', { reference: specimenReference(specimen) })
  await until((session) => !session.busy)
  await ask('session.consent', { textVersion: '2026-01', language: 'fr' })
  const lines = [...dateSpecimen(specimen, new Date()).mrzLines]
  await ask('session.submitMrz', { lines, source: 'typed', corrections: [], certain: true, uncertain: [] })
  if (kiosk.session()!.step === 'chip') {
    await ask('session.readChip', { can: null })
    const read = await until((session) => !session.busy)
    if (read.step === 'chip') await ask('session.chipUnavailable', { reason: 'chip_defective' })
  }
  const compared = kiosk.session()!
  // A chip dates the card, and a permit may be older than its card: the length is read on the print.
  await answerAll(kiosk, key === 'permit_one_year' ? 'permit_length_printed' : null)
  return { specimen, compared, decision: kiosk.session()!.decision }
}

describe('specimens', () => {
  it.each(specimens.map(({ key }) => key))('%s ends as training says', async (key) => {
    const { specimen, compared, decision } = await walk(key)
    const { outcome, reason, checks } = specimen.expected
    const verdicts = Object.fromEntries(compared.chip.checks.map(({ name, verdict }) => [name, verdict]))
    expect(verdicts).toMatchObject(checks)
    const why = JSON.stringify([
      decision.blockers,
      compared.failure,
      compared.chip.phase,
      compared.comparison?.fields.filter((field) => field.class === 'different'),
    ])
    expect(decision.allowed.includes('approved'), why).toBe(outcome === 'approve')
    if (reason !== null && outcome === 'refuse') expect(decision.blockers).toContain(reason)
  })
})
