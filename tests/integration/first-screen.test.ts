import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCentral, type RunningCentral } from '../../src/central/central.ts'
import { softwareVersion } from '../../src/contract/software-version.ts'
import { beginAsManager, decide, pin, soon, specimenOf, untilReady, walkToDecision } from '../fixtures/journey.ts'
import { openStoppedStore, startTestStation, type TestStation } from '../fixtures/test-station.ts'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'

// A kiosk that was brought to another version opens no session before that one has shown that it works, so that going back loses none.
const dataFolder = mkdtempSync(join(tmpdir(), 'guichet-first-screen-'))
let central: RunningCentral
beforeAll(async () => void (central = await createCentral({ environment: 'training', seed: 'training' })))
afterAll(async () => {
  await central.stop()
  rmSync(dataFolder, { recursive: true, force: true })
})

const start = () => startTestStation({ dataFolder, centralUrl: central.url })
const stop = (kiosk: TestStation) => kiosk.stop({ keepData: true })
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: Error) => error.message,
  )
const login = (kiosk: TestStation) => kiosk.ask('operator.login', { operatorId: 'marie', pin })

test('a new version opens and resumes no session until its own page has been seen', async () => {
  const before = await start()
  await beginAsManager(before)
  await untilReady(before)
  await walkToDecision(before, 'passport')
  await before.ask('session.leave', { keepDraft: true })
  await stop(before)
  const store = openStoppedStore(dataFolder)
  store.writeMeta('shown_version', '0.0.9')
  store.close()

  const updated = await start()
  await login(updated)
  await untilReady(updated)
  const [draft] = await updated.ask('draft.list', {})
  const open = () => codeOf(updated.ask('session.open', { reference: specimenReference(specimenOf('cnie')) }))
  const resume = () => codeOf(updated.ask('draft.resume', { sessionId: draft!.sessionId }))
  expect([await open(), await resume()]).toEqual(['station_version_unshown', 'station_version_unshown'])
  expect(await codeOf(updated.ask('station.shown', { version: '0.0.9' }))).toBe('station_version_unshown')
  expect(await resume()).toBe('station_version_unshown')
  expect((await updated.ask('draft.list', {})).map(({ sessionId }) => sessionId)).toEqual([draft!.sessionId])
  await updated.ask('station.shown', { version: softwareVersion })
  expect(await resume()).toBeNull()
  await updated.ask('session.leave', { keepDraft: true })
  await stop(updated)

  const later = await start()
  await login(later)
  await untilReady(later)
  await walkToDecision(later, 'cnie')
  await decide(later, 'approved')
  await soon(async () => expect((await later.ask('queue.list', {}))[0]?.state).toMatch(/received|decided/))
  expect(await later.ask('audit.verify', {})).toMatchObject({ ok: true })
  await stop(later)
  const stopped = openStoppedStore(dataFolder)
  const said = stopped.db
    .prepare<[], { body: string }>(`SELECT body FROM audit WHERE body LIKE '%version.shown%'`)
    .all()
  stopped.close()
  expect(said.map(({ body }) => (JSON.parse(body) as { facts: object }).facts)).toEqual([
    { before: '0.0.9', version: softwareVersion },
  ])
})
