import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createCentral } from '../../src/central/central.ts'
import type { RunningCentral } from '../../src/central/central.ts'
import { packetMembers } from '../../src/contract/packet-members.ts'
import { defaultPolicy } from '../../src/contract/policy.ts'
import type { OperatorSession } from '../../src/station/people/port.ts'
import { makePrivateKey } from '../../src/jose/private-key.ts'
import { signerOf } from '../../src/jose/signer.ts'
import { composeRegistrationCode } from '../../src/contract/registration-code.ts'
import { addPeople, approvedFacts } from '../../src/station/testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../../src/station/testing/test-station.ts'
import type { TestStation, TestStationOptions } from '../../src/station/testing/test-station.ts'
import { startFaultProxy } from '../chaos/fault-proxy.ts'
import type { FaultProxy } from '../chaos/fault-proxy.ts'
import { testApplication } from '../fixtures/test-application.ts'

let central: RunningCentral
let proxy: FaultProxy
const places: ReturnType<typeof makeFolder>[] = []
const stations: TestStation[] = []

beforeAll(async () => {
  central = await createCentral({ environment: 'training' })
})
// A proxy of its own for every test: a connection kept alive keeps the fault that was chosen for it.
beforeEach(async () => {
  proxy = await startFaultProxy(Number(new URL(central.url).port), Math.random)
})
afterEach(async () => {
  for (const station of stations.splice(0)) await close(station)
  for (const place of places.splice(0)) place.remove()
  await proxy.close()
})
afterAll(() => central.stop())

async function close(station: TestStation) {
  await station.sync.stop()
  station.store.close()
}
function open(options: Partial<TestStationOptions> = {}): TestStation {
  const place = makeFolder()
  places.push(place)
  const centralUrl = `http://127.0.0.1:${proxy.port}`
  const station = openTestStation({ folder: place.folder, centralUrl, random: () => 0.05, ...options })
  stations.push(station)
  return station
}
async function openRegistered(options: Partial<TestStationOptions> = {}): Promise<TestStation> {
  const station = open(options)
  await addPeople(station)
  await station.sync.register(await central.issueStationCode('Lyon Terreaux'))
  station.sync.start()
  return station
}
async function sealOne(
  station: TestStation,
  change: Parameters<typeof approvedFacts>[0] = {},
  session?: OperatorSession,
) {
  const application = testApplication()
  await central.addApplication(application)
  const facts = approvedFacts({
    application_id: application.applicationId,
    reference: application.reference,
    ...change,
  })
  return station.sealing.seal(facts, session ?? (await station.operators.confirm('claire', testPin)))
}
const stateOf = (station: TestStation, packetId: string) => station.queue.find(packetId)?.state
const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 25 })
const jweOf = (station: TestStation, packetId: string) =>
  station.store.db
    .prepare('SELECT jwe FROM sealed_packets JOIN outbox USING (position) WHERE packet_id = ?')
    .get(packetId)
const packetsAtCentral = (packetIds: string[]) =>
  central.db.selectFrom('packet').select(['packet_id', 'sha256']).where('packet_id', 'in', packetIds).execute()

test('a packet reaches central, its receipt is verified, the packet is purged, the decision comes back', async () => {
  const station = await openRegistered()
  expect(station.sync.identity()).toMatchObject({ branchName: 'Lyon Terreaux', state: 'active' })
  expect(station.sync.gate()).toBe(null)
  await until(() => expect(station.central.get().packetMembers).toEqual(packetMembers))
  const { packetId } = await sealOne(station)
  expect(jweOf(station, packetId)).toBeDefined()
  await until(() => expect(['received', 'decided']).toContain(stateOf(station, packetId)))
  expect(jweOf(station, packetId)).toBeUndefined()
  await central.settled()
  station.sync.wake()
  await until(() => expect(station.queue.find(packetId)?.centralDecision).not.toBe(null))
  expect(await packetsAtCentral([packetId])).toHaveLength(1)
  expect(station.audit.verify().ok).toBe(true)
  expect(station.faults).toEqual([])
})

test('what is sealed without network leaves by itself when it returns', async () => {
  const station = await openRegistered()
  proxy.choose = () => 'refuse'
  proxy.cutAll()
  const packets = [await sealOne(station), await sealOne(station), await sealOne(station)]
  await until(() => expect(station.sync.network().state).toBe('offline'))
  expect(station.queue.counts()).toMatchObject({ waiting: 3, parked: 0 })
  proxy.choose = null
  await until(() => expect(station.queue.counts().waiting).toBe(0))
  expect(await packetsAtCentral(packets.map((one) => one.packetId))).toHaveLength(3)
})

test('an answer that is lost leads to a second delivery and the same receipt, not to a second packet', async () => {
  const station = await openRegistered()
  let connections = 0
  proxy.cutAll()
  // The first connections let the request through and lose the answer.
  proxy.choose = () => (connections++ < 4 ? 'truncate' : 'none')
  const { packetId } = await sealOne(station)
  await until(() => expect(stateOf(station, packetId)).not.toBe('queued'))
  await until(() => expect(['received', 'decided']).toContain(stateOf(station, packetId)))
  expect(await packetsAtCentral([packetId])).toHaveLength(1)
})

test('one poisonous packet is parked with its reason; the others flow, and a retry can be asked for', async () => {
  const station = await openRegistered()
  const real = await station.operators.confirm('claire', testPin)
  const stranger = signerOf(makePrivateKey())
  const forged: OperatorSession = { ...real, signer: { ...real.signer, sign: stranger.sign } }
  const bad = await sealOne(station, {}, forged)
  const good = await sealOne(station)
  await until(() => expect(stateOf(station, bad.packetId)).toBe('parked'))
  await until(() => expect(['received', 'decided']).toContain(stateOf(station, good.packetId)))
  expect(station.queue.list().find((one) => one.packetId === bad.packetId)?.code).toBe('packet_signature_invalid')
  expect(jweOf(station, bad.packetId)).toBeDefined()
  station.queue.retry(bad.packetId, 'chef')
  expect(stateOf(station, bad.packetId)).not.toBe('parked')
  await until(() => expect(stateOf(station, bad.packetId)).toBe('parked'))
  expect(() => station.queue.retry('00000000-0000-4000-8000-000000000000', 'chef')).toThrow('not_found')
})

test('a bundle brought in at another station arrives exactly once, whoever delivers first', async () => {
  const broken = await openRegistered()
  proxy.choose = () => 'refuse'
  proxy.cutAll()
  const packets = [await sealOne(broken), await sealOne(broken)]
  const bundle = broken.queue.exportBundle('chef')
  expect(bundle.packets).toBe(2)
  proxy.choose = null
  const helper = await openRegistered()
  expect(helper.queue.importBundle(bundle.bytes, 'chef')).toEqual({ imported: 2, already: 0 })
  expect(helper.queue.importBundle(bundle.bytes, 'chef')).toEqual({ imported: 0, already: 2 })
  await until(() => expect(helper.queue.counts().waiting).toBe(0))
  await until(() => expect(broken.queue.counts().waiting).toBe(0))
  expect(await packetsAtCentral(packets.map((one) => one.packetId))).toHaveLength(2)
  expect(helper.dailyLog.totals({ from: '2020-01-01', to: '2020-12-31', operatorId: null }).total).toBe(0)
})

test('keys of both sides can be rotated while packets are on their way', async () => {
  const station = await openRegistered()
  await central.rotateKey('encryption')
  const first = await sealOne(station)
  await until(() => expect(['received', 'decided']).toContain(stateOf(station, first.packetId)))
  const before = station.sync.identity().thumbprint
  const { thumbprint } = await station.sync.rotateKey('chef')
  expect(thumbprint).not.toBe(before)
  await central.rotateKey('signing')
  const second = await sealOne(station)
  await until(() => expect(['received', 'decided']).toContain(stateOf(station, second.packetId)))
  expect(station.audit.verify().ok).toBe(true)
})

test('a policy signed by central takes effect; an operator revoked there is revoked here', async () => {
  const station = await openRegistered()
  await until(() => expect(station.operators.unpushed()).toHaveLength(0))
  const rene = {
    operatorId: 'rene',
    displayName: 'René',
    role: 'clerk' as const,
    pin: testPin,
    language: 'fr' as const,
  }
  await station.operators.create('chef', { ...rene, trainedOn: new Date().toISOString().slice(0, 10) })
  station.sync.wake()
  await until(() => expect(station.operators.unpushed()).toHaveLength(0))
  await central.setPolicy({ ...defaultPolicy, version: 2, minimumPermitYears: 4 })
  await central.revokeOperator('rene', new Date())
  station.sync.wake()
  await until(() => expect(station.sync.policy().minimumPermitYears).toBe(4))
  await until(() => expect(station.operators.find('rene')?.revokedAt).not.toBe(null))
  await expect(station.operators.login('rene', testPin)).rejects.toThrow('operator_revoked')
})

test("a postman's day: appointments come, the application is there offline, outcomes settle in the evening", async () => {
  const station = await openRegistered({ kind: 'tablet' })
  const application = testApplication({ channel: 'home' })
  await central.addApplication(application)
  // Under way: late in the evening one in an hour would be of another day.
  const startsAt = new Date(Date.now() - 60_000).toISOString()
  const endsAt = new Date(Date.now() + 5_400_000).toISOString()
  const visit = { applicationId: application.applicationId, startsAt, endsAt, note: null }
  await central.addAppointment({ ...visit, operatorId: 'paul' })
  expect(await station.sync.refreshAppointments('paul', AbortSignal.timeout(10_000))).toBe(1)
  proxy.choose = () => 'refuse'
  proxy.cutAll()
  const [appointment] = station.appointments.list('paul')
  expect(station.appointments.list('claire')).toEqual([])
  expect(station.appointments.applicationByReference(application.reference, 'paul')?.declared).toEqual(
    application.declared,
  )
  expect(station.appointments.applicationByReference(application.reference, 'claire')).toBe(null)
  station.appointments.settle('paul', appointment!.appointmentId, 'no_show', 'nobody at the door')
  expect(station.appointments.list('paul')[0]?.outcome).toBe('no_show')
  expect(station.appointments.unsettled()).toHaveLength(1)
  expect(() => station.appointments.settle('claire', appointment!.appointmentId, 'done', null)).toThrow(
    'appointment_unknown',
  )
  proxy.choose = null
  station.sync.wake()
  await until(() => expect(station.appointments.unsettled()).toHaveLength(0))
})

test('a lookup brings the application, or says why not', async () => {
  const station = await openRegistered()
  const application = testApplication()
  await central.addApplication(application)
  const lookup = (reference: string) => station.sync.lookup(reference, 'claire', AbortSignal.timeout(10_000))
  expect((await lookup(application.reference)).application.declared).toEqual(application.declared)
  await expect(lookup(testApplication().reference)).rejects.toThrow('application_unknown')
})

test('a lost tablet wipes itself at the next contact, delivers what it had sealed, and says when it can be destroyed', async () => {
  const station = await openRegistered({ kind: 'tablet' })
  const session = await station.operators.confirm('claire', testPin)
  proxy.choose = () => 'refuse'
  proxy.cutAll()
  const { packetId } = await sealOne(station, {}, session)
  station.drafts.save({ sessionId: packetId, operatorId: 'paul', reference: 'X', step: 'document', state: { a: 1 } })
  await central.revokeStation(station.sync.identity().stationId!, new Date(Date.now() - 86_400_000))
  proxy.choose = null
  await until(() => expect(station.happened.map((one) => one.type)).toContain('station_wiped'))
  expect(station.drafts.list('paul')).toEqual([])
  await expect(station.operators.login('chef', testPin)).rejects.toThrow()
  expect(station.sync.gate()).toBe('station_revoked')
  await until(() => expect(station.happened.map((one) => one.type)).toContain('station_destroyable'))
  expect(await packetsAtCentral([packetId])).toHaveLength(1)
  expect(() => station.sealing.seal(approvedFacts(), session)).toThrow('station_revoked')
})

test('training never talks to production: nothing is sent, in either direction', async () => {
  const station = open({ environment: 'production' })
  await addPeople(station)
  const code = composeRegistrationCode('AAAA-BBBB-CCCC', station.keys.signer().kid)
  await expect(station.sync.register(code)).rejects.toThrow('training_forbidden')
  station.sync.start()
  await until(() => expect(station.sync.network()).toMatchObject({ state: 'offline', code: 'training_forbidden' }))
  expect(station.sync.identity().stationId).toBe(null)
})

test('central keeps where the audit log ends; one that comes back shorter, or with another record there, is shown as cut', async () => {
  const station = await openRegistered()
  const kept = () =>
    central.db
      .selectFrom('audit_head')
      .selectAll()
      .where('station_id', '=', station.central.get().stationId!)
      .executeTakeFirst()
  const catchUp = async (of: TestStation) => {
    const look = async () => {
      of.sync.wake()
      expect(await kept()).toMatchObject({ ...of.audit.head() })
    }
    await vi.waitFor(look, { timeout: 20_000, interval: 250 })
  }
  await sealOne(station)
  await until(() => expect(station.queue.counts().waiting).toBe(0))
  await catchUp(station)
  const before = station.audit.head()
  expect(await kept()).toMatchObject({ cut_at: null })
  await station.sync.stop()
  for (const trigger of ['audit_fixed', 'audit_kept']) station.store.db.exec(`DROP TRIGGER ${trigger}`)
  station.store.db.exec(`DELETE FROM audit WHERE seq > ${before.seq - 3}`)
  expect(station.audit.verify(), 'what is left verifies').toMatchObject({ ok: true })
  station.sync.start()
  await catchUp(station)
  const cut = { cut_seq: before.seq, left_seq: before.seq - 3, cut_at: expect.any(Date) }
  expect(await kept()).toMatchObject(cut)
  // Growing past it does not make it good.
  for (let index = 0; index < 9; index += 1)
    station.audit.append({ action: 'test.made', actor: 'claire', subject: null, facts: { index } })
  await catchUp(station)
  expect(await kept()).toMatchObject(cut)
})

test('a kiosk opens no session past the day by which its version had to be replaced, and a minimum never falls', async () => {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
  const [old, other, fresh] = await Promise.all([
    openRegistered({ softwareVersion: '1.0.9', ring: 'first' }),
    openRegistered({ softwareVersion: '1.0.9' }),
    openRegistered({ softwareVersion: '1.1.0', ring: 'first' }),
  ])
  const version = () => Math.max(...[old, other, fresh].map((one) => one.sync.policy().version))
  const policy = async (releases: { ring: string; version: string; deadline: string }[]) => {
    const next = { ...defaultPolicy, version: version() + 1, releases }
    await central.setPolicy(next)
    for (const one of [old, other, fresh]) {
      one.sync.wake()
      await until(() => expect(one.sync.policy().version).toBe(next.version))
    }
  }
  await policy([{ ring: 'first', version: '1.1.0', deadline: day(3) }])
  expect([old, other, fresh].map((one) => one.sync.update())).toEqual([
    { version: '1.1.0', deadline: day(3), isOver: false },
    null,
    null,
  ])
  expect(old.sync.gate()).toBe(null)
  await policy([{ ring: 'first', version: '1.1.0', deadline: day(-2) }])
  expect([old, other, fresh].map((one) => one.sync.gate())).toEqual(['station_outdated', null, null])
  // What it has sealed leaves all the same, and central knows which version each has.
  const { packetId } = await sealOne(old)
  await until(() => expect(stateOf(old, packetId)).toMatch(/received|decided/))
  const { software_version } = await central.db
    .selectFrom('station')
    .select('software_version')
    .where('station_id', '=', old.central.get().stationId!)
    .executeTakeFirstOrThrow()
  expect(software_version).toBe('1.0.9')
  const lower = { ...defaultPolicy, version: version() + 1, releases: [] }
  await expect(central.setPolicy(lower)).rejects.toThrow('policy_conflict')
  // A policy that lowers it all the same, whoever signed it, finds a kiosk that remembers.
  old.central.set({ policy: { ...old.sync.policy(), releases: [] }, nextPolicy: null })
  expect(old.sync.gate()).toBe('station_outdated')
  expect(old.sync.update()).toMatchObject({ version: '1.1.0', isOver: true })
})
