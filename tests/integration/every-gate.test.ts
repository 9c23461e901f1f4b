import { describe, expect, test } from 'vitest'
import { judgeFile } from '../../src/central/cases/judge-file.ts'
import type { Declared } from '../../src/contract/identity.ts'
import type { PacketPayload } from '../../src/contract/protocol/packet.ts'
import { gates } from '../../src/enrolment/gates.ts'
import { whySealRefuses } from '../fixtures/forge.ts'
import { buildCase, caseDeclared, type CaseOptions, type StoredCase } from '../fixtures/case-builder.ts'

/** How a case comes to be one that the gate closes: by what the document is, or by what was done in the visit. */
type Trip = { options?: CaseOptions; packet?: Partial<PacketPayload>; applicant?: string; trainedOn?: string }

const oldCard = (change: Partial<Declared> = {}): CaseOptions => ({
  declared: { documentType: 'cni_1995', documentNumber: '190469101234', ...change },
})
const permit: CaseOptions = {
  declared: { documentType: 'residence_permit', nationality: 'MAR' },
  mrz: { expiryDate: '2027-01-01' },
}
/** Everything that only the print tells, and nobody could read. */
const unreadable = (['given_names', 'birth_place'] as const).map((field) => ({ field, answer: 'cannot_tell' as const }))
const inspected = (type: 'permit' | 'cni', last: 'absent' | 'cannot_tell'): Partial<PacketPayload> => ({
  inspection:
    type === 'permit'
      ? [
          { featureId: 'permit_length_printed', answer: last },
          { featureId: 'permit_photo_in_card', answer: 'present' },
          { featureId: 'permit_film_shifts', answer: 'present' },
          { featureId: 'permit_relief', answer: 'present' },
        ]
      : [],
})

/** Every gate with one way to trip it. A gate that is not here is a failure of this test. */
const trips: Record<string, Trip> = {
  self_verification: { applicant: 'claude.martin' },
  operator_training_expired: { trainedOn: '2025-06-15' },
  consent_missing: { packet: { consent: null } },
  address_not_french: { options: { declared: { address: { ...caseDeclared.address, country: 'BEL' } } } },
  document_not_accepted: { options: { ...permit, mrz: { documentCode: 'AC' } } },
  document_dates_impossible: { options: { mrz: { expiryDate: '2037-06-15' } } },
  document_expired: { options: { mrz: { expiryDate: '2026-06-14' } } },
  citizen_underage: { options: { declared: { birthDate: '2008-06-16' } } },
  permit_too_short: { options: permit, packet: inspected('permit', 'absent') },
  chip_not_genuine: { options: { document: (d) => ({ ...d, signing: { ...d.signing, damagedSignature: true } }) } },
  chip_required: { options: { isMute: true } },
  document_type_mismatch: { options: { holder: { documentType: 'cnie' } } },
  match_failed: { options: { holder: { birthName: 'Durand' } } },
  print_not_compared: { options: oldCard(), packet: { printed: [] } },
  print_unreadable: { options: oldCard(), packet: { printed: unreadable } },
  session_incomplete: { packet: { comparison_confirmed: false } },
  inspection_incomplete: { packet: { inspection: [] } },
  print_dates_unreadable: { options: permit, packet: inspected('permit', 'cannot_tell') },
  inspection_failed: { packet: { inspection: [{ featureId: 'passport_photo_in_page', answer: 'absent' }] } },
  person_different: { packet: { person: { judgement: 'different', differing: [] } } },
  person_contradiction: { packet: { person: { judgement: 'same', differing: ['ears'] } } },
  person_unconfirmed: { packet: { person: { judgement: null, differing: [] } } },
}
/** Gates of the journey before there is a packet: no sealed approval can come to them (enrolment/gates.test.ts). */
const beforeAnyPacket = ['capture_attempts_exhausted', 'chip_not_verifiable_here', 'chip_issuer_missing']

function caseOf({ options = {}, packet = {}, applicant, trainedOn }: Trip): StoredCase {
  const made = buildCase(options)
  const operator = { ...made.packet.operator, ...(trainedOn && { trained_on: trainedOn }) }
  return {
    ...made,
    packet: { ...made.packet, operator, ...packet },
    application: { ...made.application, ...(applicant && { applicantOperatorId: applicant }) },
    roster: made.roster.map((one) => (trainedOn ? { ...one, trainedUntil: '2026-06-15' } : one)),
  }
}

describe('every gate', () => {
  test('has its row', () =>
    expect([...Object.keys(trips), ...beforeAnyPacket].sort()).toEqual(gates.map(({ code }) => code as string).sort()))

  test('is open in a visit in which nothing is wrong', () => {
    expect(whySealRefuses(caseOf({}))).toBeNull()
    expect(judgeFile(caseOf({}))).toMatchObject({ verdict: 'APPROVED' })
  })

  test.each(Object.entries(trips))('%s stops the seal at the counter, and the packet at central', (code, trip) => {
    const tripped = caseOf(trip)
    expect(whySealRefuses(tripped)).toBe(code)
    const result = judgeFile(JSON.parse(JSON.stringify(tripped)))
    if (result.error !== null) throw new Error(JSON.stringify(result.error))
    expect(result.verdict).not.toBe('APPROVED')
    expect(result.application).not.toBe('verified')
    expect(result.gates.find((one) => one.code === code)?.state).toBe('closed')
  })
})

describe("a station's database edited", () => {
  const { packet } = buildCase()
  test.each([
    ['a role', { operator: { ...packet.operator, role: 'manager' as const } }, 'QUARANTINED', 'operator_role_differs'],
    [
      'a day of training',
      { operator: { ...packet.operator, trained_on: '2026-06-01' } },
      'MANUAL_REVIEW',
      'operator_training_expired',
    ],
    ['a consent to nothing', { consent: { ...packet.consent!, textVersion: '' } }, 'NOT_VERIFIED', 'consent_missing'],
    [
      'a consent of another day',
      { consent: { ...packet.consent!, givenAt: '2026-06-01T10:00:00.000Z' } },
      'MANUAL_REVIEW',
      'times_contradict',
    ],
  ])('to hold %s that is not so leads to no approval', (what, change, verdict, reason) => {
    const made = buildCase()
    const lapsed = what === 'a day of training'
    const roster = made.roster.map((one) => (lapsed ? { ...one, trainedUntil: '2026-06-15' } : one))
    const result = judgeFile({ ...made, roster, packet: { ...made.packet, ...change } })
    expect(result).toMatchObject({ verdict })
    expect('reasons' in result ? result.reasons : []).toContain(reason)
  })
})
