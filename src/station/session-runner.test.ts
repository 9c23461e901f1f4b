import { afterEach, beforeEach, expect, test } from 'vitest'
import { localDay } from './clock/local-day.ts'
import { createDesk } from './desk.ts'
import { createSessionRunner } from './session-runner.ts'
import { prepareStation } from './testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from './testing/test-station.ts'

const hourMs = 3_600_000
const time = { wall: Date.parse('2026-06-15T08:00:00Z'), monotonic: 0 }
const pass = (ms: number) => {
  time.wall += ms
  time.monotonic += ms
}
let place: ReturnType<typeof makeFolder>
beforeEach(() => (place = makeFolder()))
afterEach(() => place.remove())

/** The real parts; only the look-up never answers. */
async function openRunner() {
  const station = openTestStation({ folder: place.folder, time })
  await prepareStation(station)
  const desk = createDesk(station.operators, () => {})
  await desk.login('claire', testPin)
  const today = () => localDay(station.clock.now(), station.timeZone)
  const runner = createSessionRunner({
    ...station,
    desk,
    gate: () => null,
    channel: () => 'counter',
    training: true,
    context: () => ({ now: station.clock.now().toISOString(), today: today(), policy: station.policy() }),
    runEffect: () => Promise.resolve(),
    publish: () => {},
    onFault: () => {},
    onSealed: () => {},
  })
  return { station, desk, runner }
}

test('a session left untouched is forgotten with its draft, and that is on the record', async () => {
  const { station, desk, runner } = await openRunner()
  expect(runner.expire()).toBe(0)
  runner.open('TRA-2N0-001N')
  desk.lock()
  pass(station.policy().draftHours * hourMs)
  expect(runner.expire()).toBe(0)
  expect(runner.current()).toMatchObject({ step: 'application' })
  pass(1)
  expect(runner.expire()).toBe(1)
  expect(runner.current()).toBeNull()
  expect(station.drafts.list('claire')).toEqual([])
  const last = station.store.db.prepare('SELECT body FROM audit ORDER BY seq DESC LIMIT 1').get()
  expect(JSON.stringify(last)).toContain('session.abandoned')
  station.store.close()
})

test('every change of a session gives it its hours again', async () => {
  const { station, runner } = await openRunner()
  runner.open('TRA-2N0-001N')
  pass((station.policy().draftHours - 1) * hourMs)
  runner.recall('TRA-2N0-001N')
  pass(2 * hourMs)
  expect(runner.expire()).toBe(0)
  expect(runner.current()).toMatchObject({ failure: { code: 'application_cancelled' } })
  station.store.close()
})
