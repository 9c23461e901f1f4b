import { expect, test } from 'vitest'
import { sayDay, sayDayOf, sayMoment, withFirst } from './say-time.ts'

test.each([
  ['1990-04-12', '12 avril 1990', '12 April 1990'],
  ['1990-04-00', 'avril 1990', 'April 1990'],
  ['1990-04', 'avril 1990', 'April 1990'],
  ['1990-04-XX', 'avril 1990', 'April 1990'],
  ['1990-XX-XX', '1990', '1990'],
  ['2031-05-01', '1er mai 2031', '1 May 2031'],
  ['2031-05-11', '11 mai 2031', '11 May 2031'],
  ['1990-00-00', '1990', '1990'],
  ['1990', '1990', '1990'],
  ['1990-13-01', '1990-13-01', '1990-13-01'],
  ['12 avril', '12 avril', '12 avril'],
])('%s is %s, %s', (day, french, english) => {
  expect([sayDay(day, 'fr'), sayDay(day, 'en')]).toEqual([french, english])
})

test.each([
  ['mardi 1 décembre 2026', 'mardi 1er décembre 2026'],
  ['1 déc. 2026, 14:05', '1er déc. 2026, 14:05'],
  ['11 décembre 2026', '11 décembre 2026'],
  ['12 mars 2026 à 1 h', '12 mars 2026 à 1 h'],
])('« %s » is « %s » in French alone', (words, said) => {
  expect(withFirst(words, 'fr')).toBe(said)
  expect(withFirst(words, 'de')).toBe(words)
})

test('shortly, where a column is narrow', () => {
  expect(sayDay('2033-09-22', 'fr', 'short')).toBe('22 sept. 2033')
  expect(sayDay('2033-09-22', 'en', 'short')).toBe('22 Sept 2033')
})

test('a moment is told in the legal time of France, summer and winter, and so is its day', () => {
  expect(sayMoment('2026-07-01T22:30:00Z', 'fr')).toBe('2 juillet 2026 à 00:30')
  expect(sayMoment(new Date('2026-11-30T07:37:00Z'), 'en')).toBe('30 November 2026 at 08:37')
  expect(sayMoment('2026-07-01T22:30:00Z', 'fr', 'Pacific/Noumea')).toBe('2 juillet 2026 à 09:30')
  expect(sayMoment('2026-07-01T12:30:00Z', 'fr')).toBe('1er juillet 2026 à 14:30')
  expect(sayDayOf(new Date('2026-07-01T22:30:00Z'), 'fr')).toBe('2 juillet 2026')
})
