import { expect, test } from 'vitest'
import { elementOf, placeProblems } from './problems.ts'

const ids = { 'address.lines': 'line', 'address.city': 'city', birthPlace: 'place' }

test('a problem goes to its field, or to the one that holds it', () => {
  expect(elementOf('address.city', ids)).toBe('city')
  expect(elementOf('birthPlace.inseeCode', ids)).toBe('place')
  expect(elementOf('givenNames', ids)).toBeNull()
})

test('each field shows one problem, and none is lost', () => {
  const problems = [
    { field: 'address.lines', code: 'missing' },
    { field: 'address.lines', code: 'address_unknown' },
    { field: 'birthPlace.name', code: 'commune_unknown' },
  ]
  expect(placeProblems(problems, ids)).toEqual([
    ['line', problems[0]],
    ['place', problems[2]],
  ])
  expect(placeProblems([{ field: 'phone', code: 'phone_invalid' }], ids)).toEqual([
    ['line', { field: 'phone', code: 'phone_invalid' }],
  ])
})
