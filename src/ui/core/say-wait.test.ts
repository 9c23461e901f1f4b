import { expect, test } from 'vitest'
import { sayWait } from './say-wait.ts'

test.each([
  [3600, '60 min'],
  [121, '3 min'],
  [120, '2 min'],
  [61, '2 min'],
  [60, '1 min'],
  [51, '1 min'],
  [50, '50 s'],
  [41, '50 s'],
  [1, '10 s'],
  [0, ''],
  [-3, ''],
])('%s seconds are said as %j', (seconds, said) => {
  expect(sayWait(seconds)).toBe(said)
})
