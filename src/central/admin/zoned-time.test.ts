import { expect, test } from 'vitest'
import { timeInZone, zones } from './zoned-time.ts'

test.each([
  ['2026-11-28T18:00', 'Europe/Paris', '2026-11-28T17:00:00.000Z'],
  ['2026-07-01T18:00', 'Europe/Paris', '2026-07-01T16:00:00.000Z'],
  ['2026-11-28T08:00', 'Pacific/Noumea', '2026-11-27T21:00:00.000Z'],
  ['2026-11-28T18:00', 'Pacific/Tahiti', '2026-11-29T04:00:00.000Z'],
  ['2026-11-28T18:00', 'Pacific/Marquesas', '2026-11-29T03:30:00.000Z'],
  ['2026-11-28T18:00:30', 'UTC', '2026-11-28T18:00:30.000Z'],
  // Comes twice: the first, so that more is set aside.
  ['2026-10-25T02:30', 'Europe/Paris', '2026-10-25T00:30:00.000Z'],
] as const)('%s in %s is %s', (local, zone, moment) => {
  expect(timeInZone(local, zone).toISOString()).toBe(moment)
})

test('an hour that summer time left out is no time', () => {
  expect(() => timeInZone('2026-03-29T02:30', 'Europe/Paris')).toThrow('request_invalid')
  expect(() => timeInZone('2026-13-40T99:99', 'UTC')).toThrow('request_invalid')
})

test.each(zones)('%s is a zone of this machine', (zone) => {
  expect(timeInZone('2026-01-01T12:00', zone)).toBeInstanceOf(Date)
})
