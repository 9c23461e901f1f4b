import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createCentral, type RunningCentral } from '../../src/central/central.ts'
import { beginInProduction, sealCancelled, soon } from '../fixtures/journey.ts'
import { findPostgres, sharedPostgres, type PostgresCluster } from '../fixtures/postgres.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { startTestStation, type TestStation } from '../fixtures/test-station.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })
const installed = findPostgres() !== null

let cluster: PostgresCluster
let databaseUrl: string
let central: RunningCentral
let kiosk: TestStation
const start = (port = 0) => createCentral({ environment: 'production', databaseUrl, port, adjudicate: false })
beforeAll(async () => {
  if (!installed) return
  cluster = await sharedPostgres()
  databaseUrl = await cluster.createDatabase(undefined, cluster.template)
  central = await start()
  kiosk = await startTestStation({ environment: 'production', centralUrl: central.url })
  await beginInProduction(kiosk, central, 'Brest Siam')
  await soon(async () => {
    await kiosk.ask('queue.retry', { packetId: null })
    await kiosk.ask('session.open', { reference: testApplication().reference })
    await kiosk.ask('session.leave', { keepDraft: false })
  })
})
afterAll(async () => {
  await kiosk?.stop()
  await central?.stop()
  await cluster?.stop()
})

/** A kiosk that comes back by itself does so a quarter of a minute after it sent the packet. */
const soonestByItselfMs = 8_000

/** Milliseconds from a decision, which another instance takes once the packet has been here for a while, to the kiosk's knowing it. */
async function decideOne(): Promise<number> {
  const application = testApplication()
  await central.addApplication(application)
  const { packetId } = await sealCancelled(kiosk, application.reference)
  const stateOf = async () => (await kiosk.ask('queue.list', {})).find((one) => one.packetId === packetId)?.state
  await soon(async () => expect(await stateOf()).toBe('received'))
  const worker = await createCentral({ environment: 'production', databaseUrl })
  try {
    await soon(async () => {
      const { state } = await central.db
        .selectFrom('packet')
        .select('state')
        .where('packet_id', '=', packetId)
        .executeTakeFirstOrThrow()
      expect(['RECEIVED', 'VERIFYING']).not.toContain(state)
    })
    const decidedAt = performance.now()
    await soon(async () => expect(await stateOf()).toBe('decided'))
    return performance.now() - decidedAt
  } finally {
    await worker.stop()
  }
}

test.runIf(installed)('a decision of any instance is heard while central keeps the kiosk’s question', async () => {
  expect(await decideOne()).toBeLessThan(soonestByItselfMs)
})

test.runIf(installed)('so it is after central went and came back in the middle of one', async () => {
  const port = Number(new URL(central.url).port)
  await central.stop()
  await soon(async () => expect((await kiosk.ask('status.get', {})).network.state).toBe('offline'))
  central = await start(port)
  await soon(async () => expect((await kiosk.ask('status.get', {})).network.state).toBe('online'))
  expect(await decideOne()).toBeLessThan(soonestByItselfMs)
})
