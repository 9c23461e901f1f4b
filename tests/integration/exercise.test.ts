import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningCentral } from '../../src/central/central.ts'
import { personAt } from '../../src/central/people/person.ts'
import { Failure } from '../../src/contract/failure.ts'
import { defaultPolicy } from '../../src/contract/policy.ts'
import { addMonths } from '../../src/enrolment/dates.ts'
import { makeFolder, openTestStation } from '../../src/station/testing/test-station.ts'
import { createExercise } from '../../src/station/training/exercise/create-exercise.ts'
import type { Conclusion } from '../../src/contract/exercise.ts'
import { exerciseCases } from '../../src/station/training/exercise/score-exercise.ts'
import { startCounter } from '../fixtures/counter.ts'
import { decide, pin, soon, specimenOf, trainedToday, walkToDecision } from '../fixtures/journey.ts'
import type { TestStation } from '../fixtures/test-station.ts'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'

// The scored exercise through the whole kiosk: five practice citizens, concluded by a clerk, over the real central.
let central: RunningCentral
let kiosk: TestStation
beforeAll(async () => {
  ;({ central, kiosk } = await startCounter({ claire: 'clerk' }))
}, 60_000)
afterAll(async () => {
  await kiosk.stop()
  await central.stop()
})

const trainedBefore = addMonths(trainedToday(), -3)
const exercise = () => kiosk.ask('exercise.view', { language: 'en' })
const trainedOn = async () => (await kiosk.ask('status.get', {})).operator!.trainedOn

/** Claire seals every case as `conclude` says. */
async function sealAll(conclude: (key: string, right: Conclusion) => Conclusion) {
  for (const { key, right } of exerciseCases) {
    expect((await exercise()).cases.every(({ correction }) => correction === null)).toBe(true)
    const isOther = right.reasons.includes('person_not_holder')
    await walkToDecision(kiosk, key, new Date(), isOther ? 'different' : 'same')
    const { outcome, reasons } = conclude(key, right)
    const offered = kiosk.session()!.decision.offeredReasons[outcome]
    await decide(
      kiosk,
      outcome,
      reasons.filter((reason) => offered.includes(reason)),
    )
  }
}

test('the exercise is scored by the first result of each case, and passed it sets the day of the training', async () => {
  const claire = { operatorId: 'claire', displayName: 'Claire', role: 'clerk' as const, trainedOn: trainedBefore }
  await kiosk.ask('operator.update', claire)
  await kiosk.ask('operator.login', { operatorId: 'claire', pin })
  expect(await exercise()).toMatchObject({ isBegun: false, result: null })

  await kiosk.ask('exercise.begin', {})
  await sealAll((key, right) =>
    ['passport', 'defective_chip'].includes(key) ? { outcome: 'cancelled', reasons: ['citizen_left'] } : right,
  )
  const failed = await exercise()
  expect(failed.result).toMatchObject({ score: 4, of: 6, passed: false })
  const missed = failed.cases.filter(({ correction }) => correction?.verdict !== 'right')
  expect(
    missed.map(({ reference, correction }) => [reference, correction?.verdict, correction?.right.outcome]),
  ).toEqual([
    [specimenReference(specimenOf('passport')), 'wrong_outcome', 'approved'],
    [specimenReference(specimenOf('defective_chip')), 'wrong_outcome', 'unverifiable'],
  ])
  expect(await trainedOn()).toBe(trainedBefore)

  await kiosk.ask('exercise.begin', {})
  await sealAll((_key, right) => right)
  const { today } = await kiosk.ask('status.get', {})
  expect((await exercise()).result).toEqual({ on: today, score: 6, of: 6, passed: true })
  expect(await trainedOn()).toBe(today)
  await soon(async () => {
    const known = await personAt(central.db, 'claire', { at: new Date(), timeZone: 'Europe/Paris' })
    expect(known?.trainedUntil).toBe(addMonths(today, defaultPolicy.trainingValidMonths))
  })
}, 120_000)

test('outside training there is no exercise, whoever asks', () => {
  const place = makeFolder()
  const real = openTestStation({ folder: place.folder, environment: 'production' })
  try {
    const exercise = createExercise({ ...real, training: false, now: () => new Date(), today: () => '2026-06-15' })
    expect(() => exercise.begin('claire')).toThrow(new Failure('forbidden'))
    expect(() => exercise.view('claire', 'fr')).toThrow(new Failure('forbidden'))
    expect(exercise.conclude('claire')).toBe(false)
    const result = { score: 5, of: 5, passed: true, times: 1 }
    expect(() => real.operators.noteExercise('claire', result)).toThrow(new Failure('operator_by_central'))
  } finally {
    real.store.close()
    place.remove()
  }
})
