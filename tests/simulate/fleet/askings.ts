import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { CompactSign } from 'jose'
import type { Application } from '../../../src/contract/application.ts'
import type { AppointmentItem } from '../../../src/contract/protocol/look-ups.ts'
import type { StationReport } from '../../../src/contract/protocol/station.ts'
import { makeVisit } from '../../../src/station/testing/made-visit.ts'
import type { Asking } from '../price.ts'
import { putPacket, sealNext, type Sealed } from '../virtual-packet.ts'
import { call, callJson, fetchToken, openSealed, type Reply, type VirtualStation } from '../virtual-station.ts'

/** Each kind of call that is priced, in the order in which it must be asked: a chip is witnessed of an application that was looked up. */
export const kinds = [
  'events',
  'configuration',
  'token',
  'report',
  'auditHead',
  'status',
  'lookup',
  'witness',
  'witnessEnd',
  'visits',
  'outcome',
  'packet',
] as const
export type Kind = (typeof kinds)[number]

const operatorOf = ({ stationId }: VirtualStation) => `o-${stationId.slice(0, 13)}`
const hex = (text: string) => Buffer.from(text, 'hex').toString('base64url')

function expectStatus(reply: Reply, ...allowed: number[]): Reply {
  if (!allowed.includes(reply.status)) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`)
  return reply
}

/** In training a station's people make themselves known. */
export async function admitOperator(station: VirtualStation): Promise<void> {
  const trained_on = new Date().toISOString().slice(0, 10)
  const operator = { display_name: 'Claire', role: 'clerk', trained_on, revoked_at: null }
  const path = `/v1/operators/${operatorOf(station)}`
  expectStatus(await callJson(station, 'PUT', path, { ...operator, key: station.operator.publicJwk }), 204)
}

/** The next made-up citizen of training: each packet is about a person of its own. */
async function nextReference(station: VirtualStation): Promise<string> {
  const asked = { operator_id: operatorOf(station) }
  const { body } = expectStatus(await callJson(station, 'POST', '/v1/training/visitors', asked), 200)
  return ((await openSealed(station, body.sealed)) as { reference: string }).reference
}

async function lookUp(station: VirtualStation, reference: string): Promise<Application> {
  const asked = { reference, operator_id: operatorOf(station) }
  const { body } = expectStatus(await callJson(station, 'POST', '/v1/applications/lookup', asked), 200)
  return ((await openSealed(station, body.sealed)) as { application: Application }).application
}

/** What is asked for each kind: real tokens, proofs and packets with evidence; a witnessed chip answers wrongly. */
export function makeAskings(): Record<Kind, Asking> {
  const get = (station: VirtualStation, path: string, headers = {}) => call(station, { method: 'GET', path, headers })
  const etags = new Map<VirtualStation, string>()
  const sealed = new Map<VirtualStation, Sealed>()
  const visits = new Map<VirtualStation, string[]>()
  const begun = new Map<VirtualStation, string>()
  const references = new Map<VirtualStation, string>()
  const applications = new Map<VirtualStation, Application>()
  const today = new Date().toISOString().slice(0, 10)
  const beginWitness = async (station: VirtualStation) => {
    const at = new Date().toISOString()
    const session_id = randomUUID()
    const application = applications.get(station)!
    const { visit } = makeVisit({ declared: application.declared, at, today, sessionId: session_id })
    const { 'EF.SOD': sod, DG14: dg14 } = visit.evidence.reads[0]!.files
    const about = { application_id: application.applicationId, session_id, operator_id: operatorOf(station) }
    const { body } = expectStatus(await callJson(station, 'POST', '/v1/witness', { ...about, sod, dg14 }), 200)
    if (body.witness === null) throw new Error('central knows no issuer of this chip')
    begun.set(station, body.witness.witness_id)
  }
  return {
    events: { ask: async (station) => expectStatus(await get(station, '/v1/events?after='), 200) },
    configuration: {
      async ask(station) {
        const known = etags.get(station)
        const reply = await get(station, '/v1/config', known === undefined ? {} : { 'if-none-match': known })
        etags.set(station, expectStatus(reply, 200, 304).headers.get('etag')!)
      },
    },
    // Without a token stations are counted by their address, and these have one address: slowly.
    token: { ask: async (station) => fetchToken(station).then(() => setTimeout(60)), atOnce: 1, rounds: 1 },
    report: {
      async ask(station, round) {
        const reader: StationReport['reader'] = { state: 'simulated', name: null }
        const camera: StationReport['camera'] = { state: 'unknown', model: null }
        const waiting = { unsent: round, parked: 0, oldest_unsent_at: null, trust_as_of: null, roster_as_of: null }
        expectStatus(await callJson(station, 'POST', '/v1/stations/report', { ...waiting, reader, camera }), 204)
      },
    },
    auditHead: {
      async ask(station, round) {
        const said = {
          environment: 'training',
          station_id: station.stationId,
          seq: round + 1,
          at: today + 'T00:00:00Z',
        }
        const statement = await new CompactSign(Buffer.from(JSON.stringify({ ...said, hash: 'a'.repeat(64) })))
          .setProtectedHeader({ alg: 'ES256', kid: station.key.kid, typ: 'guichet-audit-head+jwt' })
          .sign(station.key.privateKey)
        expectStatus(await callJson(station, 'POST', '/v1/stations/audit-head', { statement }), 204)
      },
    },
    status: {
      ask: async (station) =>
        expectStatus(await callJson(station, 'POST', '/v1/packets/status', { packet_ids: [randomUUID()] }), 200),
    },
    lookup: {
      ask: async (station) => void applications.set(station, await lookUp(station, references.get(station)!)),
      prepare: async (station) => void references.set(station, await nextReference(station)),
    },
    witness: { ask: beginWitness },
    witnessEnd: {
      async ask(station) {
        const path = `/v1/witness/${begun.get(station)}`
        expectStatus(await callJson(station, 'POST', path, { responses: [hex('9000')] }), 200)
      },
      prepare: beginWitness,
    },
    visits: {
      async ask(station) {
        const reply = expectStatus(await get(station, `/v1/appointments?operator_id=${operatorOf(station)}`), 200)
        const items = (await Promise.all(
          reply.body.items.map((one: string) => openSealed(station, one)),
        )) as AppointmentItem[]
        visits.set(
          station,
          items.map(({ appointment }) => appointment.appointmentId),
        )
      },
    },
    outcome: {
      async ask(station, round) {
        const path = `/v1/appointments/${visits.get(station)![round % 2]}/outcome`
        const said = { outcome: 'no_show', at: new Date().toISOString(), operator_id: operatorOf(station), note: null }
        expectStatus(await callJson(station, 'POST', path, said), 204)
      },
    },
    packet: {
      async ask(station) {
        expectStatus(await putPacket(station, sealed.get(station)!), 202)
      },
      async prepare(station) {
        const application = await lookUp(station, await nextReference(station))
        sealed.set(station, await sealNext(station, application))
      },
      atOnce: 32,
      rounds: 4,
    },
  }
}
