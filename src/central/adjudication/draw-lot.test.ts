import { expect, test } from 'vitest'
import { defaultPolicy } from '../../contract/policy.ts'
import { lotOf } from './draw-lot.ts'

test('a share of production is drawn, by lots that differ; training draws nobody', () => {
  const lots = Array.from({ length: 4000 }, lotOf('production'))
  expect(lots.every((lot) => lot >= 0 && lot < 1)).toBe(true)
  expect(new Set(lots).size).toBeGreaterThan(3000)
  const drawn = lots.filter((lot) => lot < defaultPolicy.reviewShare).length
  expect(defaultPolicy.reviewShare).toBeGreaterThan(0)
  expect(drawn).toBeGreaterThan(20)
  expect(drawn).toBeLessThan(200)
  expect(lotOf('training')()).toBe(1)
})
