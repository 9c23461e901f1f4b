import { afterEach, beforeEach, expect, test } from 'vitest'
import { addMonths } from '../../../enrolment/dates.ts'
import { localDay } from '../../../enrolment/local-day.ts'
import type { PacketFacts } from '../../seal/port.ts'
import { approvedFacts, prepareStation } from '../../testing/test-facts.ts'
import { makeFolder, openTestStation, testPin, type TestStation } from '../../testing/test-station.ts'
import { createExercise, type Exercise } from './create-exercise.ts'

let place: ReturnType<typeof makeFolder>
let station: TestStation
let exercise: Exercise
beforeEach(async () => {
  place = makeFolder()
  station = openTestStation({ folder: place.folder })
  await prepareStation(station)
  const now = () => station.clock.now()
  const today = () => localDay(now(), station.timeZone)
  exercise = createExercise({ ...station, training: true, now, today })
})
afterEach(() => {
  station.store.close()
  place.remove()
})

const seal = async (reference: string, change: Partial<PacketFacts> = {}) => {
  const session = await station.operators.confirm('claire', testPin)
  station.sealing.seal(approvedFacts({ reference, ...change }), session)
  return exercise.conclude('claire')
}
const view = () => exercise.view('claire', 'fr')
const trainedOn = () => station.operators.find('claire')!.trainedOn
const recorded = () =>
  station.store.db
    .prepare<[], { body: string }>(`SELECT body FROM audit WHERE body LIKE '%exercise_%'`)
    .all()
    .map(({ body }) => JSON.parse(body) as { action: string; facts: object })

test('whoever approves everything fails, is told so only at the end, and stays trained as before', async () => {
  const claire = { operatorId: 'claire', displayName: 'Claire', role: 'clerk' as const }
  const before = addMonths(trainedOn(), -3)
  station.operators.update('chef', { ...claire, trainedOn: before })
  exercise.begin('claire')
  const references = view().cases.map(({ reference }) => reference)
  for (const reference of references.slice(0, -1)) expect(await seal(reference)).toBe(false)
  expect(view().cases.map(({ correction }) => correction)).toEqual([null, null, null, null, null, null])
  expect(await seal(references.at(-1)!)).toBe(true)
  expect(
    view()
      .cases.map(({ correction }) => correction?.verdict)
      .toSorted(),
  ).toEqual(['right', ...['wrong_yes', 'wrong_yes', 'wrong_yes', 'wrong_yes', 'wrong_yes']])
  expect(view().result).toMatchObject({ score: 1, of: 6, passed: false })
  expect(trainedOn()).toBe(before)
  const facts = { score: 1, of: 6, times: 1, trainedOn: before }
  expect(recorded()).toMatchObject([{ action: 'operator.exercise_failed', facts }])
  // Recorded once, whatever is sealed afterwards.
  expect(await seal(references[0]!)).toBe(false)
  expect(recorded()).toHaveLength(1)
})

test('the first sealed result of a case counts, and what was sealed before the exercise began does not', async () => {
  const passport = view().cases[1]!.reference
  await seal(passport)
  exercise.begin('claire')
  expect(view().cases.some(({ isSealed }) => isSealed)).toBe(false)
  await seal(passport, { outcome: 'cancelled', reasons: ['citizen_left'] })
  for (const { reference } of view().cases) await seal(reference)
  expect(view().cases[1]!.correction).toMatchObject({ verdict: 'wrong_outcome', sealed: { outcome: 'cancelled' } })
  expect(view().result?.score).toBe(0)
})

test('a face stands for the citizen while the exercise runs: the holder with other hair is a yes, the look-alike is not', async () => {
  const references = view().cases.map(({ reference }) => reference)
  const [, holder, lookAlike] = references as [string, string, string]
  const faces = () => references.map((reference) => exercise.faceOf('claire', reference))
  const nobody = references.map(() => null)
  expect(faces()).toEqual(nobody)
  exercise.begin('claire')
  expect(faces()).toEqual([null, 'camille_today', 'like_julien', null, null, null])
  for (const reference of references)
    await seal(reference, reference === lookAlike ? { outcome: 'refused', reasons: ['person_not_holder'] } : {})
  const verdictOf = (reference: string) => view().cases.find((one) => one.reference === reference)!.correction!.verdict
  expect([holder, lookAlike].map(verdictOf)).toEqual(['right', 'right'])
  expect(view().result).toMatchObject({ score: 2, of: 6, passed: false })
  expect(faces()).toEqual(nobody)
})
