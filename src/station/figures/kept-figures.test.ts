import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ClerkFigures } from '../../contract/clerk-figures.ts'
import { makeFolder, openTestStation, type TestStation } from '../testing/test-station.ts'

const dayMs = 86_400_000
const start = Date.parse('2026-11-21T08:00:00Z')
let place: ReturnType<typeof makeFolder>
let station: TestStation
let time: { wall: number; monotonic: number }
beforeEach(() => {
  place = makeFolder()
  time = { wall: start, monotonic: 0 }
  station = openTestStation({ folder: place.folder, time })
})
afterEach(() => {
  station.store.close()
  place.remove()
})

const pass = (ms: number) => {
  time.wall += ms
  time.monotonic += ms
}
const few = {
  ...{ visits: null, approved: null, refused: null, cannotTell: null, abandoned: null, firstTimeRight: null },
  ...{ reversed: null, looked: null, contested: null, releases: null, retries: null, meanSeconds: null },
  practice: null,
}
const toldTo = (operatorId: string, asOf = start): ClerkFigures => ({
  asOf: new Date(asOf).toISOString(),
  ...{ from: '2026-05-18', to: '2026-11-09', months: 6, people: [], debriefs: [] },
  own: { operatorId, displayName: operatorId, ...few },
})

test('what was told to one person is shown to them alone, for a week', () => {
  const kept = station.keptFigures
  expect(kept.dueInMs()).toBe(Infinity)
  kept.keep(toldTo('claire'))
  expect(kept.of('claire')).toEqual(toldTo('claire'))
  expect(kept.of('paul')).toBeNull()
  expect(kept.dueInMs()).toBe(7 * dayMs)
  expect(kept.expire()).toBe(0)
  pass(7 * dayMs)
  expect(kept.of('claire')).toBeNull()
  expect(kept.dueInMs()).toBe(0)
  expect([kept.expire(), kept.dueInMs()]).toEqual([1, Infinity])
})

test('told before the clock was set back, it goes at once: nobody can tell its age', () => {
  const kept = station.keptFigures
  kept.keep(toldTo('claire', start + 8 * dayMs))
  expect(kept.of('claire')).toBeNull()
  expect(kept.dueInMs()).toBe(0)
  expect(kept.expire()).toBe(1)
})
