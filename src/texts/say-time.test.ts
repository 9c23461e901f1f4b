import { expect, test } from 'vitest'
import { sayDay, sayDayOf, sayMoment } from './say-time.ts'

test.each([
  ['1990-04-12', '12 avril 1990', '12 April 1990'],
  ['1990-04-00', 'avril 1990', 'April 1990'],
  ['1990-04', 'avril 1990', 'April 1990'],
  ['1990-00-00', '1990', '1990'],
  ['1990', '1990', '1990'],
  ['1990-13-01', '1990-13-01', '1990-13-01'],
  ['12 avril', '12 avril', '12 avril'],
])('%s is %s, %s', (day, french, english) => {
  expect([sayDay(day, 'fr'), sayDay(day, 'en')]).toEqual([french, english])
})

test('a moment is told in the legal time of France, summer and winter, and so is its day', () => {
  expect(sayMoment('2026-07-01T22:30:00Z', 'fr')).toBe('2 juillet 2026 à 00:30')
  expect(sayMoment(new Date('2026-11-30T07:37:00Z'), 'en')).toBe('30 November 2026 at 08:37')
  expect(sayDayOf(new Date('2026-07-01T22:30:00Z'), 'fr')).toBe('2 juillet 2026')
})
