import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createCentral, type RunningCentral } from '../../src/central/central.ts'
import { startFaultProxy, type FaultProxy } from '../chaos/fault-proxy.ts'
import { databases, startCentralOn, type CentralOn } from '../fixtures/central-on.ts'
import { beginInProduction, codeOf, pin, sealCancelled, soon } from '../fixtures/journey.ts'
import { startPacketGate, type PacketGate } from '../fixtures/packet-gate.ts'
import { findPostgres, sharedPostgres, type PostgresCluster } from '../fixtures/postgres.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { startTestStation, type TestStation } from '../fixtures/test-station.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })
const retry = ({ ask }: TestStation) => ask('queue.retry', { packetId: null })
const standing = async ({ ask }: TestStation) => (await ask('status.get', {})).standing
const file = async (central: RunningCentral) => {
  const application = testApplication()
  await central.addApplication(application)
  return application.reference
}
const stateHere = async ({ ask }: TestStation, packetId: string) =>
  (await ask('queue.list', {})).find((one) => one.packetId === packetId)!.state
const untilDelivered = (kiosk: TestStation, packetId: string) =>
  soon(async () => {
    await retry(kiosk)
    expect(['received', 'decided']).toContain(await stateHere(kiosk, packetId))
  })
const opens = async (kiosk: TestStation) => {
  const closed = await codeOf(kiosk.ask('session.open', { reference: testApplication().reference }))
  if (closed === null) await kiosk.ask('session.leave', { keepDraft: false })
  return closed
}

describe.each(databases)('the life of a kiosk, on %s', (name, installed) => {
  let running: CentralOn
  let gate: PacketGate
  const kiosks: TestStation[] = []
  const start = async () => {
    const kiosk = await startTestStation({ environment: 'production', centralUrl: gate.url })
    kiosks.push(kiosk)
    return kiosk
  }
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name)
    gate = await startPacketGate(running.central.url)
  })
  afterAll(async () => {
    for (const kiosk of kiosks) await kiosk.stop()
    await gate?.close()
    await running?.stop()
  })

  test.runIf(installed)('renamed: the kiosk shows its new name by itself', async () => {
    const { central } = running
    const kiosk = await start()
    const stationId = await beginInProduction(kiosk, central, 'Lyon Terreaux')
    await central.renameStation(stationId, '  Lyon Bellecour ')
    await retry(kiosk)
    await soon(async () => expect((await kiosk.ask('status.get', {})).branchName).toBe('Lyon Bellecour'))
    expect(await codeOf(central.renameStation(stationId, ' '))).toBe('request_invalid: branch name')
    expect(await codeOf(central.renameStation('00000000-0000-8000-8000-000000000000', 'Lyon'))).toBe(
      'not_found: station',
    )
  })

  test.runIf(installed)(
    'retired: it delivers, opens nothing, says so; a code for it takes it into service again',
    async () => {
      const { central } = running
      const [kiosk] = kiosks as [TestStation]
      const stationId = (await kiosk.ask('status.get', {})).stationId!
      gate.holdPackets = true
      const { packetId } = await sealCancelled(kiosk, await file(central))
      await central.retireStation(stationId)
      expect(await codeOf(central.retireStation(stationId))).toBe('station_retired')
      await soon(async () => {
        await retry(kiosk)
        expect(await standing(kiosk)).toBe('retired')
      })
      expect(await opens(kiosk)).toBe('station_retired')
      gate.holdPackets = false
      await untilDelivered(kiosk, packetId)
      await central.settled()
      const { state } = await central.db
        .selectFrom('packet')
        .select('state')
        .where('packet_id', '=', packetId)
        .executeTakeFirstOrThrow()
      expect(state).toBe('NOT_VERIFIED')

      const other = await central.issueStationCode('Lyon', 'marie')
      expect(await codeOf(kiosk.ask('station.register', { code: other })), 'a code for anybody').toBe('station_retired')
      const code = await central.issueStationCode('Lyon Perrache', undefined, { again: stationId })
      const { stationId: same, thumbprint, state: pending } = await kiosk.ask('station.register', { code })
      expect([same, pending]).toEqual([stationId, 'pending'])
      await central.activateStation(stationId, thumbprint)
      await retry(kiosk)
      await soon(async () => expect(await opens(kiosk)).toBe(null))
      expect(await standing(kiosk)).toBe('ordinary')
      await untilDelivered(kiosk, (await sealCancelled(kiosk, await file(central))).packetId)
    },
  )

  test.runIf(installed)(
    'replaced: the new machine has the people, the old one retires when it is activated',
    async () => {
      const { central } = running
      const [old] = kiosks as [TestStation]
      const oldId = (await old.ask('status.get', {})).stationId!
      const fresh = await start()
      const forOld = await central.issueStationCode('Lyon', undefined, { again: oldId })
      expect(await codeOf(fresh.ask('station.register', { code: forOld })), 'for that kiosk alone').toBe(
        'station_code_invalid',
      )
      const code = await central.issueStationCode('Lyon Perrache', undefined, { replaces: oldId })
      const { stationId, thumbprint } = await fresh.ask('station.register', { code })
      expect(stationId).not.toBe(oldId)
      await retry(old)
      expect(await standing(old), 'until the new one works').toBe('ordinary')
      await central.activateStation(stationId, thumbprint)
      await soon(async () => {
        await retry(old)
        expect(await standing(old)).toBe('retired')
      })
      const personal = await central.issuePersonCode('marie')
      await soon(() => fresh.ask('operator.enrol', { operatorId: 'marie', code: personal, pin, language: 'fr' }))
      await retry(fresh)
      await soon(async () => expect(await opens(fresh)).toBe(null))
    },
  )
})

// A dump from before the kiosk was registered, and one from before its key was changed: real tools, real stores.
describe.runIf(findPostgres() !== null)('a kiosk that a restored central does not know', () => {
  const run = promisify(execFile)
  const tool = (name: string) => join(findPostgres()!, name)
  const folder = mkdtempSync(join(tmpdir(), 'guichet-forgotten-'))
  const keys = { wrapKey: randomBytes(32), authorityKey: randomBytes(32) }
  let cluster: PostgresCluster
  let databaseUrl: string
  let central: RunningCentral
  let proxy: FaultProxy
  let gate: PacketGate
  let kiosk: TestStation
  const startCentral = async (url: string) => {
    central = await createCentral({ environment: 'production', databaseUrl: url, ...keys })
    const port = Number(new URL(central.url).port)
    if (proxy !== undefined) proxy.target = port
    return port
  }
  const dump = (name: string) => run(tool('pg_dump'), ['--format=custom', `--file=${join(folder, name)}`, databaseUrl])
  async function restore(name: string) {
    await central.stop()
    databaseUrl = await cluster.createDatabase()
    await run(tool('pg_restore'), ['--no-owner', '--exit-on-error', `--dbname=${databaseUrl}`, join(folder, name)])
    await startCentral(databaseUrl)
  }
  const waiting = async () => (await kiosk.ask('status.get', {})).queue
  /** As people do it: the code, the comparison, and a new key for who has none that central knows. */
  async function registerAgain(code: string) {
    const before = (await kiosk.ask('status.get', {})).stationId
    const { stationId, thumbprint } = await kiosk.ask('station.register', { code })
    expect(stationId).toBe(before)
    await central.activateStation(stationId, thumbprint)
    const personal = await central.issuePersonCode('marie')
    await soon(() => kiosk.ask('operator.enrol', { operatorId: 'marie', code: personal, pin, language: 'fr' }))
    await kiosk.ask('operator.login', { operatorId: 'marie', pin })
  }
  const untilWorking = () =>
    soon(async () => {
      await retry(kiosk)
      expect(await opens(kiosk)).toBe(null)
    })

  beforeAll(async () => {
    cluster = await sharedPostgres()
    databaseUrl = await cluster.createDatabase()
    proxy = await startFaultProxy(await startCentral(databaseUrl), Math.random)
    gate = await startPacketGate(`http://127.0.0.1:${proxy.port}`)
    kiosk = await startTestStation({ environment: 'production', centralUrl: gate.url })
  })
  afterAll(async () => {
    await kiosk.stop()
    await gate.close()
    await proxy.close()
    await central.stop()
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('registers again, and everything that waited arrives, whichever key sealed it', async () => {
    await dump('before-registration')
    await beginInProduction(kiosk, central, 'Brest Siam')
    await dump('before-rotation')
    await untilWorking()
    gate.holdPackets = true
    const sealed = [await sealCancelled(kiosk, await file(central))]
    await kiosk.ask('station.rotateKey', { pin })
    sealed.push(await sealCancelled(kiosk, await file(central)))
    await restore('before-registration')
    await soon(async () => {
      await retry(kiosk)
      expect(await standing(kiosk)).toBe('forgotten')
    })
    gate.holdPackets = false
    await retry(kiosk)
    expect(await waiting()).toMatchObject({ waiting: 2 })
    const manager = { personId: 'marie', displayName: 'Marie', role: 'manager' as const, trainedUntil: '2036-01-01' }
    await central.addPerson(manager)
    await registerAgain(await central.issueStationCode('Brest Siam', 'marie'))
    for (const { packetId } of sealed) await untilDelivered(kiosk, packetId)
    expect(await waiting()).toMatchObject({ waiting: 0, parked: 0 })
    await soon(async () => expect(await standing(kiosk)).toBe('ordinary'))
    await central.settled()
    const rows = await central.db.selectFrom('packet').select(['seq', 'state', 'reasons']).orderBy('seq').execute()
    // Nobody at central has seen the key before: a person looks.
    expect(rows.map(({ seq, state }) => [seq, state])).toEqual([
      [1, 'QUARANTINED'],
      [2, 'QUARANTINED'],
    ])
  })

  test('known by a key that it no longer has: a code for it alone, and it goes on', async () => {
    gate.holdPackets = true
    await untilWorking()
    const { packetId } = await sealCancelled(kiosk, await file(central))
    // A token of before would count for an hour: a restore takes longer.
    await kiosk.stop({ keepData: true })
    await restore('before-rotation')
    kiosk = await startTestStation({ environment: 'production', centralUrl: gate.url, dataFolder: kiosk.folder })
    await kiosk.ask('operator.login', { operatorId: 'marie', pin })
    await soon(async () => {
      await retry(kiosk)
      expect(await standing(kiosk)).toBe('forgotten')
    })
    const stationId = (await kiosk.ask('status.get', {})).stationId!
    const ordinary = await central.issueStationCode('Brest Siam', 'marie')
    expect(await codeOf(kiosk.ask('station.register', { code: ordinary }))).toBe('station_code_invalid')
    gate.holdPackets = false
    await registerAgain(await central.issueStationCode('Brest Siam', undefined, { again: stationId }))
    await untilDelivered(kiosk, packetId)
    expect(await waiting()).toMatchObject({ waiting: 0, parked: 0 })
  })
})
