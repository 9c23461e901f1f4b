import { expect, test } from 'vitest'
import { localDay, msToNextDay } from './local-day.ts'

const hourMs = 3_600_000

test.each([
  ['Europe/Paris', '2026-03-02T08:00:00+01:00', 16],
  ['Europe/Paris', '2026-03-29T00:00:00+01:00', 23],
  ['Europe/Paris', '2026-10-25T00:00:00+02:00', 25],
  ['Indian/Reunion', '2026-03-02T20:30:00Z', 23.5],
  ['America/Martinique', '2026-03-02T03:59:59Z', 1 / 3600],
  // A midnight that the clocks skip: the day begins at one.
  ['America/Santiago', '2026-09-05T12:00:00-04:00', 12],
  ['Asia/Beirut', '2026-03-29T01:00:00+03:00', 23],
])('in %s at %s the next day begins in %d hours', (timeZone, at, hours) => {
  const now = new Date(at)
  const ms = msToNextDay(now, timeZone)
  expect(ms).toBe(hours * hourMs)
  const dayIn = (after: number) => localDay(new Date(now.getTime() + after), timeZone)
  expect(dayIn(ms - 1)).toBe(dayIn(0))
  expect(dayIn(ms) > dayIn(0)).toBe(true)
})
