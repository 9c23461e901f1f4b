import { randomUUID } from 'node:crypto'
import { packetMembers } from '../../contract/packet-members.ts'
import type { Roster } from '../../contract/protocol/people.ts'
import type { Declared } from '../../contract/identity.ts'
import { makeReference } from '../../contract/reference.ts'
import { localDay } from '../../enrolment/local-day.ts'
import { makePrivateKey, publicJwkOf } from '../../jose/private-key.ts'
import type { PacketFacts } from '../seal/port.ts'
import { addMonths, addYears } from '../../enrolment/dates.ts'
import { makeVisit, type MadeVisitOptions } from './made-visit.ts'
import { testPin } from './test-station.ts'
import type { TestStation } from './test-station.ts'

/** What a made-up citizen declared. */
export const declaredByCamille: Declared = {
  birthName: 'Specimen-Durand',
  usageName: null,
  givenNames: ['Camille', 'Marie'],
  birthDate: '1990-04-12',
  birthPlace: { name: 'Lyon', inseeCode: '69123', country: 'FRA' },
  sex: 'F',
  nationality: 'FRA',
  address: { lines: ['1 rue du Port'], postcode: '69001', city: 'Lyon', country: 'FRA' },
  email: 'camille@example.fr',
  phone: '+33639980001',
  documentType: 'passport',
  documentNumber: '21AB05C12',
}

/** A passport verified without fault; the reasons of another outcome are true of it. */
export function approvedFacts(change: Partial<PacketFacts> = {}, visit: Partial<MadeVisitOptions> = {}): PacketFacts {
  const startedAt = new Date(Date.now() - 75_000).toISOString()
  const sessionId = change.session_id ?? randomUUID()
  const today = localDay(startedAt, 'Europe/Paris')
  const reasons = change.reasons ?? []
  const { mrzLines: _, ...made } = makeVisit({
    declared: declaredByCamille,
    at: startedAt,
    today,
    sessionId,
    isMute: reasons.includes('chip_unreadable'),
    ...(reasons.includes('document_expired') && { mrz: { expiryDate: addYears(today, -1) } }),
    ...visit,
  })
  return {
    session_id: sessionId,
    application_id: randomUUID(),
    reference: makeReference(crypto.getRandomValues(new Uint8Array(9))),
    started_at: startedAt,
    channel: 'counter',
    ...made,
    person: { judgement: reasons.includes('person_not_holder') ? 'different' : 'same', differing: [] },
    overrides: [],
    deferred: [],
    consent: { givenAt: startedAt, textVersion: '2026-01', language: 'fr' },
    outcome: 'approved',
    reasons: [],
    policy_version: 1,
    course: { steps: [{ step: 'chip', seconds: 12 }], faults: [] },
    ...change,
  }
}

/** A station that may seal: known to a central whose encryption key is `centralKey`, with a manager and a clerk. */
export async function prepareStation(station: TestStation) {
  const centralKey = makePrivateKey()
  const signingKey = makePrivateKey()
  station.central.set({
    stationId: randomUUID(),
    state: 'active',
    environment: station.store.environment,
    encryptionKeys: [publicJwkOf(centralKey, 'enc')],
    signingKeys: [publicJwkOf(signingKey, 'sig')],
    packetMembers,
    lastContactAt: station.clock.now().toISOString(),
  })
  await addPeople(station)
  return { centralKey, signingKey }
}

/** What `chef` gives to whom they add; everybody has replaced it. */
const givenPin = '730264'

/** `chef` the manager, `claire` the clerk and `paul` the postman, all with `testPin`: by central's word outside training. */
export async function addPeople(station: TestStation): Promise<void> {
  const today = station.clock.now().toISOString().slice(0, 10)
  if (station.store.environment === 'production') return enrolPeople(station, today)
  const common = { pin: testPin, language: 'fr' as const, trainedOn: today }
  await station.operators.createFirstManager({ ...common, operatorId: 'chef', displayName: 'Chef' })
  const added = { ...common, pin: givenPin }
  await station.operators.create('chef', { ...added, operatorId: 'claire', displayName: 'Claire', role: 'clerk' })
  await station.operators.create('chef', { ...added, operatorId: 'paul', displayName: 'Paul', role: 'postman' })
  for (const operatorId of ['claire', 'paul']) await station.operators.changePin(operatorId, givenPin, testPin)
}

async function enrolPeople({ operators }: TestStation, today: string): Promise<void> {
  const roles = { chef: 'manager', claire: 'clerk', paul: 'postman' } as const
  const people = Object.entries(roles).map(([person_id, role]) => ({
    ...{ person_id, display_name: person_id, role, trained_until: addMonths(today, 12), revoked_at: null },
    keys: [] as string[],
  }))
  const accept = (roster: Roster) => void operators.applyRoster(roster.people)
  for (const operatorId of Object.keys(roles)) {
    const send = (personId: string, _code: string, { kid }: { kid: string }) => {
      people.find((one) => one.person_id === personId)!.keys.push(kid)
      return Promise.resolve({ environment: 'production' as const, station_id: '', as_of: today, people })
    }
    await operators.enrol({ operatorId, code: 'AAAA-AAAA-AAAA', pin: testPin, language: 'fr' }, { send, accept })
  }
}
