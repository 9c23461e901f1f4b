import { expect, test } from 'vitest'
import { ageBandOf, closedQuarters, mondayOf, quarterOf } from './periods.ts'

test.each([
  ['2026-11-29', '2026-11-23'],
  ['2026-11-23', '2026-11-23'],
  ['2027-01-01', '2026-12-28'],
])('the week of %s begins on %s', (day, monday) => expect(mondayOf(day)).toBe(monday))

test.each([
  ['2026-01-01', '2026-Q1'],
  ['2026-06-30', '2026-Q2'],
  ['2026-12-31', '2026-Q4'],
])('%s is in %s', (day, quarter) => expect(quarterOf(day)).toBe(quarter))

test('quarters that are over, over a new year', () =>
  expect(closedQuarters('2026-02-01', 3)).toEqual(['2025-Q4', '2025-Q3', '2025-Q2']))

test.each([
  ['2008-11-30', '0-17'],
  ['2008-11-29', '18-24'],
  ['2001-11-30', '18-24'],
  ['2001-11-29', '25-39'],
  ['1986-11-29', '40-59'],
  ['1966-11-29', '60-74'],
  ['1951-11-29', '75+'],
  ['1926-11-29', '75+'],
])('born on %s is of %s on 2026-11-29', (born, band) => expect(ageBandOf(born, '2026-11-29')).toBe(band))
