import { expect, test } from 'vitest'
import { toldReasons } from './told-reasons.ts'

test('what a clerk told central alone is told to nobody else, nor does its absence show', () => {
  expect(toldReasons(['clerk_duress'])).toEqual(['random_sample'])
  expect(toldReasons(['clerk_suspicion', 'document_expired'])).toEqual(['document_expired'])
  expect(toldReasons(['chain_broken', 'random_sample'])).toEqual(['chain_broken', 'random_sample'])
  // Nor that a reviewer has spoken with the clerk.
  expect(toldReasons(['clerk_heard'])).toEqual(['visit_examined'])
  expect(toldReasons(['clerk_heard', 'visit_examined'])).toEqual(['visit_examined'])
  expect(toldReasons([])).toEqual([])
})
