import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Application } from '../../src/contract/application.ts'
import type { Declared } from '../../src/contract/identity.ts'
import { activeStation, startCentralOn, type CentralOn } from '../fixtures/central-on.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { makePacket, putPacket, seal, type Packet } from '../simulate/virtual-packet.ts'
import { callJson, type VirtualStation } from '../simulate/virtual-station.ts'

let running: CentralOn
let station: VirtualStation
beforeAll(async () => {
  running = await startCentralOn('PGlite')
  station = await activeStation(running.central)
})
afterAll(() => running?.stop())

/** The visit of a person with a document of their own, sealed under somebody's application by a station that signs what it likes. */
type Attack = { victim?: Partial<Declared>; holder: Partial<Declared>; forge?: (packet: Packet) => Packet }

const approving = ({ payload, evidence }: Packet): Packet => ({
  evidence,
  payload: {
    ...payload,
    outcome: 'approved',
    match: payload.match.map((field) => ({ ...field, class: 'same', rules: [] })),
    eligibility: payload.eligibility.map((check) => ({ ...check, verdict: 'passed', reason: null })),
  },
})
const withoutMatch = ({ payload, evidence }: Packet): Packet => ({ payload: { ...payload, match: [] }, evidence })

const fifteenYearsAgo = `${new Date().getUTCFullYear() - 15}-03-07`
const child: Partial<Declared> = { birthDate: fifteenYearsAgo }
const old: Partial<Declared> = { birthDate: `${Number(fifteenYearsAgo.slice(0, 4)) - 100}-03-07` }

const attacks: [what: string, attack: Attack][] = [
  ['the document of somebody else, and no comparison', { holder: { birthName: 'Durand' }, forge: withoutMatch }],
  ['the document of somebody else, called the same', { holder: { birthName: 'Durand' }, forge: approving }],
  ['the document of somebody else, told as it is', { holder: { birthName: 'Durand' } }],
  ['the right names in a document of another number', { holder: { documentNumber: '99XY12345' }, forge: approving }],
  ['fifteen years old, by their own document', { victim: child, holder: child }],
  ['fifteen years old, declared to be a hundred and fifteen', { victim: old, holder: child, forge: approving }],
]

async function sealAs({ victim = {}, holder, forge = (same) => same }: Attack): Promise<Application> {
  const made = testApplication()
  const application = { ...made, declared: { ...made.declared, ...victim } }
  await running.central.addApplication(application).catch((error: unknown) => {
    // Intake refuses a child: the packet then names an application that there is not.
    if (victim.birthDate === undefined) throw error
  })
  const packet = makePacket(station, { ...application, declared: { ...application.declared, ...holder } })
  const sealed = await seal(station, forge(packet))
  expect((await putPacket(station, sealed)).status).toBe(202)
  station.seq = sealed.payload.seq
  station.lastHash = sealed.sha256
  await running.central.settled()
  const { body } = await callJson(station, 'POST', '/v1/packets/status', { packet_ids: [sealed.packetId] })
  expect(body.packets[0].state).not.toBe('APPROVED')
  return application
}

test.each(attacks)('%s: approved by nobody', async (_what, attack) => {
  const { applicationId } = await sealAs(attack)
  const row = await running.central.db
    .selectFrom('application')
    .select('state')
    .where('application_id', '=', applicationId)
    .executeTakeFirst()
  expect(row?.state).not.toBe('APPROVED')
})
