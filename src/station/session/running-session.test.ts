import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { codeOf } from '../../contract/failure.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import { openSession } from '../../enrolment/session/state.ts'
import { createRunningSession } from './running-session.ts'
import { prepareStation } from '../testing/test-facts.ts'
import { makeFolder, openTestStation } from '../testing/test-station.ts'

let place: ReturnType<typeof makeFolder>
beforeEach(() => (place = makeFolder()))
afterEach(() => place.remove())

test('a disk that is full when an effect reports is a fault to be told of, not the end of the process', async () => {
  const station = openTestStation({ folder: place.folder })
  await prepareStation(station)
  const { drafts, marks, audit, store } = station
  const now = new Date().toISOString()
  const context = () => ({
    now,
    today: now.slice(0, 10),
    policy: defaultPolicy,
    rosterOld: false,
    timeProof: 'central' as const,
  })
  const operator = { operatorId: 'claire', role: 'clerk' as const, trainedOn: now.slice(0, 10) }
  const faults: unknown[] = []
  let ended = false
  const running = createRunningSession({
    drafts,
    marks,
    audit,
    context,
    runEffect: async (_effect, report) => {
      report({ type: 'application_failed', code: 'application_unknown' })
      ended = true
    },
    bus: station.bus,
    onFault: (error) => faults.push(error),
  })
  store.db.pragma(`max_page_count=${Number(store.db.pragma('page_count', { simple: true }))}`)
  const fill = (bytes: number) => () => {
    for (;;) audit.append({ action: 'a.b', actor: 'x', subject: null, facts: { with: 'x'.repeat(bytes) } })
  }
  // The small ones fill what the large ones leave of the last page.
  for (const bytes of [500, 0]) expect(fill(bytes)).toThrow('store_disk_full')
  const known = { sessionId: randomUUID(), reference: 'TRA-2N0-001N', randomSeed: 1, training: true }
  running.set(openSession({ ...known, channel: 'counter', operator, ...context() }))
  await expect.poll(() => ended).toBe(true)
  expect(faults.map(codeOf)).toEqual(['store_disk_full'])
  expect(running.get()?.failure).toBe(null)
  store.close()
})
