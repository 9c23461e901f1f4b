import { expect, test } from 'vitest'
import { citizenPages } from '../../contract/identity/endpoints.ts'
import { ApplicationStep } from '../../contract/identity/application.ts'
import { nextPath, pages, pathBelow, routeOf, stepOrder } from './routes.ts'

test('every page that others link to is one', () => {
  for (const path of Object.values(citizenPages)) {
    const route = routeOf(path.replace(':uid', 'Xq3-_abcdefgh'))
    expect(route.page, path).not.toBe('unknown')
  }
})

test('the steps of the contract are the steps of the page, in its order', () => {
  expect(stepOrder).toEqual(ApplicationStep.options)
})

test.each([
  ['/citizen', '/'],
  ['/citizen/', '/'],
  ['/citizen/apply/names', '/apply/names'],
])('%s is %s below', (whole, below) => expect(pathBelow(whole)).toBe(below))

test('a slash at the end is free, an unknown path is none, a login has its name', () => {
  expect(routeOf('/status/')).toEqual({ page: 'status' })
  expect(routeOf('/nowhere')).toEqual({ page: 'unknown' })
  expect(routeOf('/login/Xq3-_abcdefgh')).toEqual({ page: 'login', uid: 'Xq3-_abcdefgh' })
  expect(routeOf('/login/../admin')).toEqual({ page: 'unknown' })
})

test('an application goes on at the first page that is missing, whatever the order they came in', () => {
  expect(nextPath(['phone', 'names'])).toBe(pages.names)
  expect(nextPath([])).toBe(pages.summary)
})
