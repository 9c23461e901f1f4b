import { expect, test } from 'vitest'
import { makeVisitor } from '../../central/training/visitors/make-visitor.ts'
import { Failure } from '../../contract/failure.ts'
import { makeFolder, openTestStation } from '../testing/test-station.ts'
import { createVisitors } from './visitors.ts'

const signal = new AbortController().signal
const { document } = makeVisitor({ kind: 'cnie', fault: 'none' }, '2026-06-15', () => 0)
/** Central, of which one comes after the other. */
function queue() {
  let last = 0
  return { nextVisitor: async () => ({ reference: `visitor-${(last += 1)}`, document }) }
}

test('the last four who came can be served, also after a restart; of anybody else there is no document', async () => {
  const place = makeFolder()
  const { store } = openTestStation({ folder: place.folder })
  try {
    const visitors = createVisitors({ store, training: true, sync: queue() })
    for (let n = 1; n <= 5; n += 1) expect(await visitors.next('claire', signal)).toBe(`visitor-${n}`)
    const again = createVisitors({ store, training: true, sync: queue() })
    const there = [1, 2, 3, 4, 5].map((n) => again.find(`visitor-${n}`)?.document ?? null)
    expect(there).toEqual([null, document, document, document, document])
    expect(again.find('TRA-2N0-001N')).toBeNull()
  } finally {
    store.close()
    place.remove()
  }
})

test('outside training nobody comes, and nobody came', async () => {
  const place = makeFolder()
  const { store } = openTestStation({ folder: place.folder, environment: 'production' })
  try {
    store.writeMeta('visitors', JSON.stringify([{ reference: 'visitor-1', document }]))
    const visitors = createVisitors({ store, training: false, sync: queue() })
    await expect(visitors.next('claire', signal)).rejects.toEqual(new Failure('forbidden'))
    expect(visitors.find('visitor-1')).toBeNull()
  } finally {
    store.close()
    place.remove()
  }
})
