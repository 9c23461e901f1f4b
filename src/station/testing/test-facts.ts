import { randomUUID } from 'node:crypto'
import type { Roster } from '../../contract/sync.ts'
import { addMonths } from '../../enrolment/dates.ts'
import { makeReference } from '../../contract/reference.ts'
import type { ChipCheckName } from '../../contract/check.ts'
import { makePrivateKey, publicJwkOf } from '../../jose/private-key.ts'
import type { PacketFacts } from '../seal/port.ts'
import { testPin } from './test-station.ts'
import type { TestStation } from './test-station.ts'

const chipChecks: ChipCheckName[] = [
  'access',
  'signature',
  'hashes',
  'chain',
  'revocation',
  'chip_authentication',
  'no_downgrade',
  'mrz_agrees',
]

/** A passport verified without fault. */
export function approvedFacts(change: Partial<PacketFacts> = {}): PacketFacts {
  const startedAt = new Date(Date.now() - 75_000).toISOString()
  return {
    session_id: randomUUID(),
    application_id: randomUUID(),
    reference: makeReference(crypto.getRandomValues(new Uint8Array(9))),
    started_at: startedAt,
    channel: 'counter',
    document: { type: 'passport', issuer: 'FRA', expiry_date: '2031-05-04', last4: '5C12' },
    identity: {
      source: 'chip',
      surname: 'SPECIMEN-DURAND',
      usageName: null,
      givenNames: 'CAMILLE MARIE',
      birthDate: '1990-04-12',
      birthPlace: 'LYON',
      sex: 'F',
      nationality: 'FRA',
      issuer: 'FRA',
      issueDate: null,
      expiryDate: '2031-05-04',
      namesTruncated: false,
    },
    match: [{ field: 'surname', class: 'same', rules: [] }],
    eligibility: [{ rule: 'adult', verdict: 'passed', reason: null, facts: {} }],
    chip_checks: chipChecks.map((name) => ({ name, verdict: 'passed', reason: null, detail: null })),
    inspection: ['passport_photo_in_page', 'passport_film_shifts', 'passport_watermark'].map((featureId) => ({
      featureId,
      answer: 'present',
    })),
    person: { judgement: 'same', differing: [] },
    overrides: [],
    deferred: [],
    consent: { givenAt: startedAt, textVersion: '1', language: 'fr' },
    outcome: 'approved',
    reasons: [],
    policy_version: 1,
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
    lastContactAt: station.clock.now().toISOString(),
  })
  await addPeople(station)
  return { centralKey, signingKey }
}

/** `chef` the manager, `claire` the clerk and `paul` the postman, all with `testPin`: by central's word outside training. */
export async function addPeople(station: TestStation): Promise<void> {
  const today = station.clock.now().toISOString().slice(0, 10)
  if (station.store.environment === 'production') return enrolPeople(station, today)
  const common = { pin: testPin, language: 'fr' as const, trainedOn: today }
  await station.operators.createFirstManager({ ...common, operatorId: 'chef', displayName: 'Chef' })
  await station.operators.create('chef', { ...common, operatorId: 'claire', displayName: 'Claire', role: 'clerk' })
  await station.operators.create('chef', { ...common, operatorId: 'paul', displayName: 'Paul', role: 'postman' })
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
