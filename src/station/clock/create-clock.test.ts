import { expect, test } from 'vitest'
import { judgementDelayMs } from '../../contract/decision.ts'
import { createClock } from './create-clock.ts'

const recordOf = (confirmed: Date) => ({ confirmedMs: confirmed.getTime(), recordedMs: null, byHandMs: null })
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
  clock.settle(new Date(time.wall - 600_000), 0)
  expect(clock.skew()).toEqual({ skewed: true, skewSeconds: 600 })
  clock.settle(new Date(time.wall - 599_500), 0)
  expect(clock.now().getTime()).toBe(time.wall - 600_000)
})

test('put back by up to a minute it runs slower until that is over: nothing is dated before what came before; by more it goes back', () => {
  const { time, pass } = fakeTime()
  const clock = clockOf(time)
  const opened = clock.now().getTime()
  clock.settle(new Date(time.wall - 4_000), 0)
  pass(1_500)
  expect(clock.now().getTime()).toBe(opened + 1_470)
  pass(198_500)
  expect(clock.now().getTime(), 'reached again').toBe(time.wall - 4_000)
  pass(1_000)
  expect(clock.now().getTime()).toBe(time.wall - 4_000)
  clock.settle(new Date(time.wall - 600_000), 0)
  expect(clock.now().getTime()).toBe(time.wall - 600_000)
})

test('while it runs slower a clerk who looked as long as is asked for is not too fast', () => {
  const { time, pass } = fakeTime()
  const clock = clockOf(time)
  clock.now()
  clock.settle(new Date(time.wall - 50_000), 0)
  const shown = clock.now().getTime()
  pass(judgementDelayMs + 10)
  expect(clock.now().getTime() - shown).toBeGreaterThanOrEqual(judgementDelayMs)
})

test.each([4_000, -4_000])('an answer that was long under way moves nothing by %d ms', (error) => {
  const { time } = fakeTime()
  const clock = clockOf(time)
  clock.settle(new Date(time.wall - 5_000 + error), 10_000)
  expect(clock.now().getTime()).toBe(time.wall)
  expect(clock.proof()).toBe('central')
})

test('time that passes while the machine sleeps is time, whether the monotonic clock counts it or not', () => {
  const { time, pass } = fakeTime()
  let slept = 0
  const clock = createClock({ wallMs: () => time.wall, monotonicMs: () => time.monotonic, sleptMs: () => slept })
  const sleep = (ms: number) => ((time.wall += ms), (slept += ms))
  sleep(8 * 3_600_000)
  expect(clock.now().toISOString()).toBe('2026-03-01T16:00:00.000Z')
  expect(clock.skew()).toEqual({ skewed: false, skewSeconds: 0 })
  pass(1_000)
  // Set forward by an hour while it slept for one.
  sleep(3_600_000)
  time.wall += 3_600_000
  expect(clock.now().toISOString()).toBe('2026-03-01T17:00:01.000Z')
  expect(clock.skew()).toEqual({ skewed: true, skewSeconds: 3_600 })
  // Set back by two hours while it slept for one.
  sleep(3_600_000)
  time.wall -= 7_200_000
  expect(clock.now().toISOString()).toBe('2026-03-01T18:00:01.000Z')
  expect(clock.skew()).toEqual({ skewed: true, skewSeconds: -3_600 })
})

test('what this machine itself counts as sleep does not grow while it is awake', () => {
  let aheadMs = 0
  const clock = createClock({ wallMs: () => Date.now() + aheadMs })
  aheadMs = 3_600_000
  expect(clock.skew()).toEqual({ skewed: true, skewSeconds: 3_600 })
})

test.each([-365 * 86_400_000, -60_000])(
  'a start with a clock set back by %d ms counts from what central confirmed',
  (ms) => {
    const { time, pass } = fakeTime()
    const confirmed = new Date(time.wall)
    time.wall += ms
    const clock = createClock({
      wallMs: () => time.wall,
      monotonicMs: () => time.monotonic,
      record: recordOf(confirmed),
    })
    pass(60_000)
    expect(clock.now().toISOString()).toBe('2026-03-01T08:01:00.000Z')
    expect(clock.skew().skewSeconds).toBe(ms / 1000)
    clock.settle(new Date(time.wall - ms + 3_600_000), 0)
    expect(clock.now().toISOString()).toBe('2026-03-01T09:01:00.000Z')
  },
)

test('a start after what central confirmed believes the wall clock, and no old offset into the future', () => {
  const { time } = fakeTime()
  const notBefore = new Date(time.wall - 3_600_000)
  const clock = createClock({ wallMs: () => time.wall, offsetMs: 86_400_000, record: recordOf(notBefore) })
  expect(clock.now().getTime()).toBe(time.wall)
})

test('a manager may say that the wall clock is right, but not before what central confirmed; only central confirms it', () => {
  const { time } = fakeTime()
  const day = 86_400_000
  const record = { confirmedMs: time.wall - day, recordedMs: time.wall + 90 * day, byHandMs: null }
  const clock = createClock({ wallMs: () => time.wall, monotonicMs: () => time.monotonic, record, maxAheadMs: 7 * day })
  expect([clock.now().getTime(), clock.proof(), clock.isLocked()]).toEqual([time.wall + 90 * day, 'unconfirmed', true])
  clock.settleByHand()
  expect([clock.now().getTime(), clock.proof(), clock.isLocked()]).toEqual([time.wall, 'unconfirmed', false])
  clock.settle(new Date(time.wall), 0)
  expect(clock.proof()).toBe('central')
  time.wall -= 2 * day
  const behind = createClock({
    wallMs: () => time.wall,
    monotonicMs: () => time.monotonic,
    record,
    maxAheadMs: 7 * day,
  })
  expect(() => behind.settleByHand()).toThrow('clock_set_back')
})
