import { describe, expect, test } from 'vitest'
import { defaultPolicy } from '../../contract/policy.ts'
import type { Declared } from '../../contract/identity.ts'
import type { PacketPayload } from '../../contract/sync.ts'
import { inspectionFeatures } from '../../enrolment/features.ts'
import type { Case } from './case.ts'
import { judge } from './judge.ts'

const at = '2026-06-15T10:00:00.000Z'
const key = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) } as const
const uuid = '00000000-0000-4000-8000-000000000001'
const passed = (name: PacketPayload['chip_checks'][number]['name']) =>
  ({ name, verdict: 'passed', reason: null, detail: null }) as const

const payload: PacketPayload = {
  version: 1,
  environment: 'production',
  packet_id: uuid,
  session_id: uuid,
  application_id: uuid,
  reference: 'ABC-DEF-GHJK',
  station_id: uuid,
  seq: 2,
  prev_hash: '0'.repeat(64),
  captured_at: at,
  last_server_time: at,
  started_at: at,
  channel: 'counter',
  operator: { operator_id: 'alice', role: 'clerk', trained_on: '2026-01-01', key },
  document: { type: 'passport', issuer: 'FRA', expiry_date: '2030-01-01', last4: '0001' },
  identity: {
    source: 'chip',
    surname: 'ESSAI',
    usageName: null,
    givenNames: 'CAMILLE',
    birthDate: '1980-05-17',
    birthPlace: null,
    sex: 'F',
    nationality: 'FRA',
    issuer: 'FRA',
    issueDate: null,
    expiryDate: '2030-01-01',
    namesTruncated: false,
  },
  match: [{ field: 'surname', class: 'same', rules: [] }],
  eligibility: [],
  chip_checks: (['access', 'signature', 'hashes', 'chain', 'active_authentication', 'mrz_agrees'] as const).map(passed),
  inspection: inspectionFeatures
    .filter(({ type, settles }) => type === 'passport' && settles === null)
    .slice(0, 3)
    .map(({ id }) => ({ featureId: id, answer: 'present' })),
  person: { judgement: 'same', differing: [] },
  overrides: [],
  deferred: [],
  consent: { givenAt: at, textVersion: '1', language: 'fr' },
  outcome: 'approved',
  reasons: [],
  policy_version: 1,
  software_version: '1',
}

const application: NonNullable<Case['application']> = {
  reference: payload.reference,
  status: 'open',
  declared: {
    birthName: 'Essai',
    usageName: null,
    givenNames: ['Camille'],
    birthDate: '1980-05-17',
    birthPlace: { name: 'Brest', inseeCode: null, country: 'FRA' },
    sex: 'F',
    nationality: 'FRA',
    address: { lines: ['1 rue du Port'], postcode: '29200', city: 'Brest', country: 'FRA' },
    email: 'c@example.fr',
    phone: '+33639980001',
    documentType: 'passport',
    documentNumber: '99AA00001',
  },
  openedBy: null,
  applicantOperatorId: null,
  expiresAt: new Date('2027-01-01'),
}

const good: Case = {
  payload,
  compromisedSince: null,
  operatorKeyKnown: true,
  operator: {
    personId: 'alice',
    displayName: 'Alice',
    role: 'clerk',
    trainedUntil: '2027-01-01',
    confirmedAt: new Date('2026-01-01'),
    revokedAt: null,
  },
  operatorRevokedAt: null,
  chainBroken: false,
  stationKeyRetired: false,
  application,
  reportedLost: false,
  overrides: [],
  policy: defaultPolicy,
}

const saying = (more: Partial<PacketPayload>): Partial<Case> => ({ payload: { ...payload, ...more } })
const about = (more: Partial<typeof application>): Partial<Case> => ({ application: { ...application, ...more } })
const declaring = (more: Partial<Declared>): Partial<Case> => about({ declared: { ...application.declared!, ...more } })
const evidence = { gate: 'chip_required', managerKnown: true, signatureValid: true, managerRevoked: false }

test('a flawless packet is approved and verifies its application', () => {
  expect(judge(good)).toEqual({ state: 'APPROVED', reasons: [], notes: [], application: 'verified' })
})

describe.each<[string, string, Partial<Case>]>([
  ['QUARANTINED', 'station_compromised', { compromisedSince: new Date(at) }],
  ['QUARANTINED', 'operator_revoked', { operatorRevokedAt: new Date(at) }],
  ['QUARANTINED', 'operator_key_unknown', { operatorKeyKnown: false }],
  ['QUARANTINED', 'override_signature_invalid', { overrides: [{ ...evidence, signatureValid: false }] }],
  ['REJECTED', 'application_already_verified', about({ status: 'verified' })],
  ['REJECTED', 'application_cancelled', about({ status: 'cancelled' })],
  ['REJECTED', 'application_refused', about({ status: 'refused' })],
  ['REJECTED', 'application_expired', about({ status: 'expired' })],
  ['REJECTED', 'application_expired', about({ expiresAt: new Date(at) })],
  ['REJECTED', 'document_reported_lost_or_stolen', { reportedLost: true }],
  ['REJECTED', 'document_missing', saying({ identity: null })],
  ['REJECTED', 'document_expired', saying({ document: { ...payload.document!, expiry_date: '2026-06-14' } })],
  ['REJECTED', 'document_expired', saying({ identity: { ...payload.identity!, expiryDate: '2026-06-14' } })],
  ['REJECTED', 'declared_differs', declaring({ documentNumber: '99AA00002' })],
  ['REJECTED', 'declared_differs', declaring({ documentType: 'cnie' })],
  ['REJECTED', 'citizen_underage', saying({ identity: { ...payload.identity!, birthDate: '2008-06-16' } })],
  ['REJECTED', 'address_not_french', declaring({ address: { ...application.declared!.address, country: 'BEL' } })],
  ['REJECTED', 'self_verification', about({ openedBy: 'ALICE' })],
  ['REJECTED', 'self_verification', about({ applicantOperatorId: 'alice' })],
  ['REJECTED', 'consent_missing', saying({ consent: null })],
  ['REJECTED', 'chip_required', saying({ chip_checks: [] })],
  [
    'REJECTED',
    'chip_not_genuine',
    saying({ chip_checks: [{ ...passed('signature'), verdict: 'failed', reason: 'x' }] }),
  ],
  ['REJECTED', 'match_failed', saying({ match: [{ field: 'surname', class: 'different', rules: [] }] })],
  ['REJECTED', 'inspection_incomplete', saying({ inspection: [] })],
  ['REJECTED', 'person_different', saying({ person: { judgement: 'different', differing: ['eyes'] } })],
  ['REJECTED', 'person_unconfirmed', saying({ person: { judgement: 'undetermined', differing: [] } })],
  [
    'REJECTED',
    'eligibility_failed',
    saying({ eligibility: [{ rule: 'adult', verdict: 'failed', reason: 'citizen_underage', facts: {} }] }),
  ],
  ['MANUAL_REVIEW', 'application_unknown', { application: null }],
  ['MANUAL_REVIEW', 'reference_differs', about({ reference: 'other' })],
  ['MANUAL_REVIEW', 'chain_broken', { chainBroken: true }],
  ['QUARANTINED', 'station_key_retired', { stationKeyRetired: true }],
  ['MANUAL_REVIEW', 'override_manager_unknown', { overrides: [{ ...evidence, managerKnown: false }] }],
  ['MANUAL_REVIEW', 'override_manager_revoked', { overrides: [{ ...evidence, managerRevoked: true }] }],
  [
    'MANUAL_REVIEW',
    'operator_training_expired',
    saying({ operator: { ...payload.operator, trained_on: '2025-06-15' } }),
  ],
  ['MANUAL_REVIEW', 'operator_unconfirmed', { operator: { ...good.operator!, confirmedAt: null } }],
  [
    'MANUAL_REVIEW',
    'operator_training_expired',
    // Whatever the packet says of it.
    { operator: { ...good.operator!, trainedUntil: '2026-06-15' } },
  ],
])('%s for %s', (state, reason, change) => {
  test('and only a rejection closes an application that is open (R22)', () => {
    const found = { ...good, ...change }
    const verdict = judge(found)
    const closes = state === 'REJECTED' && found.application?.status === 'open'
    expect(verdict).toMatchObject({ state, application: closes ? 'refused' : null })
    expect(verdict.reasons).toContain(reason)
  })
})

test('a day or a moment on the right side of each limit passes', () => {
  const before = new Date(Date.parse(at) + 1)
  const changes: Partial<Case>[] = [
    { compromisedSince: before },
    { operatorRevokedAt: before },
    about({ expiresAt: before }),
    saying({ document: { ...payload.document!, expiry_date: '2026-06-15' } }),
    saying({ identity: { ...payload.identity!, birthDate: '2008-06-15' } }),
    saying({ operator: { ...payload.operator, trained_on: '2025-06-16' } }),
    { operator: { ...good.operator!, trainedUntil: '2026-06-16' } },
  ]
  for (const change of changes) expect(judge({ ...good, ...change }).state).toBe('APPROVED')
})

test('an override by a second person releases its gate, the enroller’s own does not', () => {
  const override = {
    gate: 'chip_required' as const,
    managerId: 'bob',
    reason: 'chip_defective' as const,
    text: 'No answer on two readers',
    givenAt: at,
    signature: 'x',
    manager_key: key,
  }
  const released = (managerId: string, signatureValid = true) =>
    judge({
      ...good,
      payload: { ...payload, chip_checks: [], overrides: [{ ...override, managerId }] },
      overrides: [{ ...evidence, signatureValid }],
    })
  expect(released('bob')).toMatchObject({ state: 'APPROVED', notes: ['overridden'] })
  expect(released('Alice ')).toMatchObject({ state: 'REJECTED', reasons: ['chip_required'] })
})

test('refusals close the application; what was not verified leaves it open', () => {
  const refusal = judge({ ...good, ...saying({ outcome: 'refused', reasons: ['document_expired'] }) })
  expect(refusal).toMatchObject({ state: 'REJECTED', reasons: ['document_expired'], application: 'refused' })
  const late = judge({
    ...good,
    ...saying({ outcome: 'refused' }),
    ...{ application: { ...application, status: 'verified' } },
  })
  expect(late.application).toBeNull()
  expect(judge({ ...good, ...saying({ outcome: 'unverifiable' }) })).toMatchObject({ application: null })
})

test('notes decide nothing', () => {
  const noted = judge({ ...good, ...saying({ deferred: ['lost_stolen'] }) })
  expect(noted).toMatchObject({ state: 'APPROVED', notes: ['settled_later'] })
})
