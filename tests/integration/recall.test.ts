import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type RunningCentral } from '../../src/central/central.ts'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import { openApplication, specimenOf } from '../fixtures/journey.ts'
import { startCounter } from '../fixtures/counter.ts'
import { type TestStation } from '../fixtures/test-station.ts'

// A citizen cancels while a clerk has the application open: nothing may be decided any more.
vi.setConfig({ testTimeout: 90_000 })
let central: RunningCentral
let kiosk: TestStation
const reference = specimenReference(specimenOf('passport'))

beforeAll(async () => {
  ;({ central, kiosk } = await startCounter())
})
afterAll(async () => {
  await kiosk.stop()
  await central.stop()
})

test('an application that central takes back is closed at the counter, with its draft', async () => {
  const { ask, until, session } = kiosk
  const { application } = await openApplication(kiosk, reference)
  await ask('session.consent', { textVersion: '2026-01', language: 'fr' })
  expect(session()!.step).toBe('document')

  await central.recallApplication(application!.applicationId)
  await ask('queue.retry', { packetId: null })
  const closed = await until(({ failure }) => failure !== null)
  expect(closed).toMatchObject({
    step: 'application',
    application: null,
    failure: { code: 'application_cancelled' },
    decision: { allowed: [] },
  })
  expect(await ask('draft.list', {})).toEqual([])
})
