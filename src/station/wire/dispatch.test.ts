import { expect, test } from 'vitest'
import { Failure } from '../../contract/failure.ts'
import { createDispatch, type Handlers } from './dispatch.ts'

/** A station of one request, which fails. */
function failingWith(error: Error) {
  const handlers = {
    'status.get': () => {
      throw error
    },
  } as unknown as Handlers
  const faults: unknown[] = []
  const dispatch = createDispatch({
    handlers,
    authorise: () => {},
    onInternalError: (_name, fault) => faults.push(fault),
  })
  return { ask: () => dispatch({ id: 1, name: 'status.get', input: {} }), faults }
}

test('of a failure the code leaves, and never its detail', async () => {
  const { ask, faults } = failingWith(new Failure('store_disk_full', 'PRAGMA, /home/claire'))
  expect(await ask()).toEqual({ id: 1, ok: false, code: 'store_disk_full' })
  expect(faults).toEqual([])
})

test('the seconds to wait leave with it', async () => {
  const { ask } = failingWith(new Failure('operator_locked_out', 'third', { waitSeconds: 30 }))
  expect(await ask()).toEqual({ id: 1, ok: false, code: 'operator_locked_out', waitSeconds: 30 })
})

test('what is no failure of ours is a fault, told here and not there', async () => {
  const bug = new TypeError('x is not a function')
  const { ask, faults } = failingWith(bug)
  expect(await ask()).toEqual({ id: 1, ok: false, code: 'internal_error' })
  expect(faults).toEqual([bug])
})
