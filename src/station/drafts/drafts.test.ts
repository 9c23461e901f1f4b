import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeFolder, openTestStation } from '../testing/test-station.ts'
import type { TestStation } from '../testing/test-station.ts'

const time = { wall: 0, monotonic: 0 }
let place: ReturnType<typeof makeFolder>
let station: TestStation
beforeEach(() => {
  place = makeFolder()
  time.wall = Date.parse('2026-03-02T08:00:00Z')
  station = openTestStation({ folder: place.folder, time })
})
afterEach(() => {
  station.store.close()
  place.remove()
})
const pass = (hours: number) => ((time.wall += hours * 3_600_000), (time.monotonic += hours * 3_600_000))
const save = (operatorId: string, state: unknown, sessionId: string = randomUUID()) => {
  station.drafts.save({ sessionId, operatorId, reference: 'ABC-DEF-GHJK', step: 'comparison', state })
  return sessionId
}

test('a draft comes back after a crash, to its operator alone', () => {
  const sessionId = save('claire', { names: ['Zoé'] })
  station.store.close()
  station = openTestStation({ folder: place.folder, time })
  expect(station.drafts.load(sessionId, 'claire')).toEqual({ names: ['Zoé'] })
  expect(() => station.drafts.load(sessionId, 'paul')).toThrow('draft_unknown')
  expect(station.drafts.list('paul')).toEqual([])
  expect(station.drafts.list('claire')).toMatchObject([{ sessionId, step: 'comparison' }])
})

test('saving again replaces; discarding removes', () => {
  const sessionId = save('claire', 1)
  save('claire', 2, sessionId)
  expect(station.drafts.load(sessionId, 'claire')).toBe(2)
  expect(station.drafts.list('claire')).toHaveLength(1)
  station.drafts.discard(sessionId)
  expect(() => station.drafts.load(sessionId, 'claire')).toThrow('draft_unknown')
})

test("past the policy's hours a draft is not listed, not loaded, and wiped", () => {
  const [old, other] = [save('claire', 1), save('claire', 2)]
  pass(23.9)
  const fresh = save('claire', 3)
  pass(0.2)
  expect(station.drafts.list('claire').map((one) => one.sessionId)).toEqual([fresh])
  expect(() => station.drafts.load(old, 'claire')).toThrow('draft_expired')
  expect(() => station.drafts.load(old, 'claire')).toThrow('draft_unknown')
  expect(station.drafts.expire()).toBe(1)
  expect(() => station.drafts.load(other, 'claire')).toThrow('draft_unknown')
  expect(station.drafts.load(fresh, 'claire')).toBe(3)
})
