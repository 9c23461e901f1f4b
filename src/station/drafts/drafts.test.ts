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

const records = () =>
  (station.store.db.prepare('SELECT body FROM audit ORDER BY seq').all() as { body: string }[]).map(({ body }) => {
    const { action, actor, subject } = JSON.parse(body) as Record<string, string>
    return [action, actor, subject]
  })

test('no draft goes without a record, and none is recorded that was not there', () => {
  const [thrown, left, old] = [save('claire', 1), save('paul', 2), save('claire', 3)]
  expect(station.drafts.discard(thrown)).toBe(true)
  expect(station.drafts.discard(left, 'session.abandoned')).toBe(true)
  expect(station.drafts.discard(left)).toBe(false)
  pass(25)
  expect(() => station.drafts.load(old, 'claire')).toThrow('draft_expired')
  expect(station.drafts.expire()).toBe(0)
  expect(records().filter(([action]) => action !== 'audit.day_sealed')).toEqual([
    ['draft.discarded', 'claire', 'ABC-DEF-GHJK'],
    ['session.abandoned', 'paul', 'ABC-DEF-GHJK'],
    ['draft.expired', 'station', 'ABC-DEF-GHJK'],
  ])
})

test('a policy with fewer hours counts for the drafts that are here', () => {
  const sessionId = save('claire', 1)
  pass(5)
  station.central.set({ policy: { ...station.policy(), draftHours: 4 } })
  expect(station.drafts.list('claire')).toEqual([])
  expect(() => station.drafts.load(sessionId, 'claire')).toThrow('draft_expired')
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
