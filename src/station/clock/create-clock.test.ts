import { expect, test } from 'vitest'
import { createClock } from './create-clock.ts'

function fakeTime() {
  const time = { wall: Date.parse('2026-03-01T08:00:00Z'), monotonic: 0 }
  return { time, pass: (ms: number) => ((time.wall += ms), (time.monotonic += ms)) }
}
const clockOf = (time: { wall: number; monotonic: number }) =>
  createClock({ wallMs: () => time.wall, monotonicMs: () => time.monotonic })

test('follows the wall clock while nothing contradicts it', () => {
  const { time, pass } = fakeTime()
  const clock = clockOf(time)
  pass(60_000)
  expect(clock.now().toISOString()).toBe('2026-03-01T08:01:00.000Z')
  expect(clock.skew()).toEqual({ skewed: false, skewSeconds: 0 })
})

test.each([3 * 3_600_000, -3 * 3_600_000])('a jump of the wall clock by %d ms shows as skew, not as time', (jump) => {
  const { time, pass } = fakeTime()
  const clock = clockOf(time)
  time.wall += jump
  pass(1_000)
  expect(clock.now().toISOString()).toBe('2026-03-01T08:00:01.000Z')
  expect(clock.skew()).toEqual({ skewed: true, skewSeconds: jump / 1000 })
})

test('central settles the time, small network delays do not move it', () => {
  const { time } = fakeTime()
  const clock = clockOf(time)
  clock.settle(new Date(time.wall - 600_000))
  expect(clock.skew()).toEqual({ skewed: true, skewSeconds: 600 })
  clock.settle(new Date(time.wall - 599_500))
  expect(clock.now().getTime()).toBe(time.wall - 600_000)
})
