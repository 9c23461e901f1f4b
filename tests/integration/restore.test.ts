import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createCentral, type RunningCentral } from '../../src/central/central.ts'
import { findPostgres, sharedPostgres, type PostgresCluster } from '../fixtures/postgres.ts'
import { startFaultProxy, type FaultProxy } from '../chaos/fault-proxy.ts'
import { beginAsManager, exportDay, sealCancelled, soon, untilReady } from '../fixtures/journey.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { startTestStation, type TestStation } from '../fixtures/test-station.ts'
import { putPacket, sealNext, type Sealed } from '../simulate/virtual-packet.ts'
import { callJson, openConfig, registerStation, type VirtualStation } from '../simulate/virtual-station.ts'
import { admit } from '../fixtures/people.ts'

// docs/runbook.md, "Restoring central", rehearsed: a dump, an hour that is lost, the restore, a station that goes on.
vi.setConfig({ testTimeout: 90_000 })
const run = promisify(execFile)
const tool = (name: string) => join(findPostgres()!, name)
const wrapKey = randomBytes(32)
const folder = mkdtempSync(join(tmpdir(), 'guichet-restore-'))
const dump = join(folder, 'central.dump')
let cluster: PostgresCluster
let databaseUrl: string
let central: RunningCentral
let proxy: FaultProxy
let kiosk: TestStation
/** A kiosk that never heard of its receipt: a power cut came between. */
let cut: { station: VirtualStation; sealed: Sealed; receipt: string; decided: object }

const startCentral = (url: string, key: Uint8Array = wrapKey) =>
  createCentral({ environment: 'training', databaseUrl: url, wrapKey: key })
const portOf = ({ url }: RunningCentral) => Number(new URL(url).port)

beforeAll(async () => {
  cluster = await sharedPostgres()
  databaseUrl = await cluster.createDatabase()
  central = await startCentral(databaseUrl)
  proxy = await startFaultProxy(portOf(central), Math.random)
  kiosk = await startTestStation({ centralUrl: `http://127.0.0.1:${proxy.port}` })
  await beginAsManager(kiosk)
  await kiosk.ask('station.register', { code: await central.issueStationCode('Lyon Terreaux') })
  await untilReady(kiosk)
}, 90_000)
afterAll(async () => {
  await kiosk.stop()
  await proxy.close()
  await central.stop()
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
})

const applications = [testApplication(), testApplication(), testApplication()] as const
const packetIds: string[] = []
const stateHere = async (packetId: string) =>
  (await kiosk.ask('queue.list', {})).find((one) => one.packetId === packetId)!.state
const seal = async ({ reference }: { reference: string }) =>
  packetIds.push((await sealCancelled(kiosk, reference)).packetId)
const untilReceived = (packetId: string) =>
  soon(async () => expect(['received', 'decided']).toContain(await stateHere(packetId)))
const knownAtCentral = async () => {
  const ofKiosk = central.db.selectFrom('packet').select('packet_id').where('station_id', '!=', cut.station.stationId)
  return (await ofKiosk.execute()).map((row) => row.packet_id).sort()
}
const decisionsAt = async (station: VirtualStation, { packetId }: Sealed) =>
  (await callJson(station, 'POST', '/v1/packets/status', { packet_ids: [packetId] })).body as object

test('a packet is in the dump, the next one is not', async () => {
  for (const application of applications) await central.addApplication(application)
  await seal(applications[0])
  await untilReceived(packetIds[0]!)
  await central.settled()
  const station = await registerStation(central.url, await central.issueStationCode('Brest Siam'))
  await admit(central, station, 'clerk-1')
  station.config = await openConfig((await callJson(station, 'GET', '/v1/config')).body)
  const sealed = await sealNext(station, applications[0])
  const receipt = (await putPacket(station, sealed)).body.receipt as string
  await central.settled()
  cut = { station, sealed, receipt, decided: await decisionsAt(station, sealed) }
  await run(tool('pg_dump'), ['--format=custom', `--file=${dump}`, databaseUrl])
  await seal(applications[1])
  await untilReceived(packetIds[1]!)
  expect(await knownAtCentral()).toEqual([...packetIds].sort())
})

test('with another key the restored central does not start', async () => {
  proxy.choose = () => 'refuse'
  proxy.cutAll()
  await central.stop()
  databaseUrl = await cluster.createDatabase()
  await run(tool('pg_restore'), ['--no-owner', '--exit-on-error', `--dbname=${databaseUrl}`, dump])
  await expect(startCentral(databaseUrl, randomBytes(32))).rejects.toThrow()
})

test('with its own key it goes on: the station comes back by itself and delivers what it holds', async () => {
  central = await startCentral(databaseUrl)
  proxy.target = portOf(central)
  proxy.choose = null
  await seal(applications[2])
  await untilReceived(packetIds[2]!)
  expect(await knownAtCentral()).toEqual([packetIds[0]!, packetIds[2]!].sort())
  await central.settled()
  const later = central.db.selectFrom('packet').select('packet_id').where('gap_since', 'is not', null)
  expect(await later.execute(), 'it waits for the one that the dump missed').toEqual([{ packet_id: packetIds[2]! }])
})

test('what it had receipted is refused to nobody: the same receipt again, and the same decision', async () => {
  const { station, sealed, receipt, decided } = cut
  Object.assign(station, { url: central.url, token: null })
  const { status, body } = await putPacket(station, sealed)
  expect({ status, receipt: body.receipt as string }).toEqual({ status: 200, receipt })
  expect(await decisionsAt(station, sealed)).toEqual(decided)
  expect((await putPacket(station, await sealNext(station, applications[2]))).status).toBe(202)
})

test('the branch’s own log names what was lost', async () => {
  const { content } = kiosk.station.downloads.take(await exportDay(kiosk, 'jsonl'))!
  const text = readFileSync((content as { path: string }).path, 'utf8')
  const lost = applications.map(({ reference }) => reference).filter((reference) => text.includes(reference))
  expect(lost).toEqual(applications.map(({ reference }) => reference))
})
