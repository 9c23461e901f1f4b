import { describe, expect, test } from 'vitest'
import { buildCase, caseDeclared, keyOf, type CaseOptions } from '../fixtures/case-builder.ts'
import { application, both, judged, packet, person, policy, released, station, type Forge } from '../fixtures/forge.ts'

// Both sides of every border that a rule of central draws: the last that passes beside the first that does not, each with all its reasons.
type Row = [what: string, forge: Forge, state: string, reasons: string[], options?: CaseOptions]

const same: Forge = (found) => found
const sealed = '2026-06-15T10:00:00.000Z'
const after = '2026-06-15T10:00:00.001Z'
const manager = (change: Parameters<typeof person>[1]): Forge => both(person('marie.roux', change), released())
const consentAt = (givenAt: string): Forge => packet({ consent: { givenAt, textVersion: '2026-01', language: 'fr' } })
/** Nothing of a document was read: there is no evidence, and nothing is concluded. */
const unread: Forge = (found) => ({
  ...packet({
    ...{ document: null, identity: null, match: [], eligibility: [], chip_checks: [], printed: [], inspection: [] },
    ...{ person: { judgement: null, differing: [] }, comparison_confirmed: false, evidence_sha256: null },
  })(found),
  evidence: null as never,
})
const noZone = station({ timeZone: null })
const elsewhere: CaseOptions = { timeZone: 'Pacific/Tahiti' }
/** Released at 22:00 in Greenwich, which is the next morning in Nouméa. */
const noumea: CaseOptions = { at: '2026-06-15T22:00:00.000Z', timeZone: 'Pacific/Noumea' }

const rows: Row[] = [
  ['captured as the station was lost', station({ compromisedSince: sealed }), 'QUARANTINED', ['station_compromised']],
  ['captured just before the station was lost', station({ compromisedSince: after }), 'APPROVED', []],
  [
    'captured as its author was revoked',
    person('claude.martin', { revokedAt: sealed }),
    'QUARANTINED',
    ['operator_revoked'],
  ],
  ['captured just before its author was revoked', person('claude.martin', { revokedAt: after }), 'APPROVED', []],
  [
    'captured as the station was retired',
    station({ retiredAt: sealed }),
    'MANUAL_REVIEW',
    ['captured_after_retirement'],
  ],
  ['captured just before the station was retired', station({ retiredAt: after }), 'APPROVED', []],
  [
    'begun more than two minutes before its station was',
    station({ registeredAt: '2026-06-15T10:02:00.001Z' }),
    'MANUAL_REVIEW',
    ['captured_before_station'],
  ],
  ['begun two minutes before its station was', station({ registeredAt: '2026-06-15T10:02:00.000Z' }), 'APPROVED', []],
  [
    'begun more than two minutes before its application was',
    application({ createdAt: '2026-06-15T10:02:00.001Z' }),
    'MANUAL_REVIEW',
    ['captured_before_application'],
  ],
  [
    'begun two minutes before its application was',
    application({ createdAt: '2026-06-15T10:02:00.000Z' }),
    'APPROVED',
    [],
  ],
  [
    'released as the manager was revoked',
    manager({ revokedAt: sealed }),
    'MANUAL_REVIEW',
    ['override_manager_revoked', 'chip_released'],
  ],
  ['released just before the manager was revoked', manager({ revokedAt: after }), 'MANUAL_REVIEW', ['chip_released']],
  ['released on the manager’s last day', manager({ trainedUntil: '2026-06-16' }), 'MANUAL_REVIEW', ['chip_released']],
  [
    'released on the manager’s last day at the place, though it is yesterday in Greenwich',
    manager({ trainedUntil: '2026-06-17' }),
    'MANUAL_REVIEW',
    ['chip_released'],
    noumea,
  ],
  [
    'released on the day after it at the place, still the last in Greenwich',
    manager({ trainedUntil: '2026-06-16' }),
    'MANUAL_REVIEW',
    ['override_manager_untrained', 'chip_released'],
    noumea,
  ],
  [
    'drawn just below the share',
    both(policy({ reviewShare: 0.02 }), (x) => ({ ...x, draw: 0.0199 })),
    'MANUAL_REVIEW',
    ['random_sample'],
  ],
  ['drawn at the share', both(policy({ reviewShare: 0.02 }), (x) => ({ ...x, draw: 0.02 })), 'APPROVED', []],
  [
    'at an application that expires as it is sealed',
    application({ expiresAt: sealed }),
    'REJECTED',
    ['application_expired'],
  ],
  ['at an application that expires just after', application({ expiresAt: after }), 'APPROVED', []],
  // what is not known is no contradiction of what is said
  [
    'of an application that was erased',
    application({ declared: null as never }),
    'MANUAL_REVIEW',
    ['application_unknown'],
  ],
  ['at a station of no known place, in the legal time', noZone, 'APPROVED', []],
  ['at a station of no known place, in another', noZone, 'MANUAL_REVIEW', ['time_zone_unknown'], elsewhere],
  ['at a place overseas', same, 'APPROVED', [], elsewhere],
  [
    'where central trusts no issuer',
    (x) => ({ ...x, trust: { certificates: [] } }),
    'MANUAL_REVIEW',
    ['chip_verdict_differs', 'chip_issuer_missing'],
  ],
  [
    'with a key that a colleague has as well',
    person('marie.roux', { keys: [keyOf('manager').jwk, keyOf('clerk').jwk] }),
    'QUARANTINED',
    ['key_shared'],
  ],
  [
    'refused before anything was read',
    both(unread, packet({ outcome: 'refused', reasons: ['address_not_french'] })),
    'REJECTED',
    ['address_not_french'],
    { declared: { address: { ...caseDeclared.address, country: 'BEL' } } },
  ],
  // times of a visit, and what the station knew of them
  [
    'a time of central’s by a station that never heard it',
    packet({ last_server_time: null, roster_as_of: null }),
    'MANUAL_REVIEW',
    ['roster_old', 'times_contradict'],
  ],
  [
    'no time of central’s, and said so',
    packet({ last_server_time: null, time_proof: 'unconfirmed', roster_as_of: '2026-06-15T10:00:00.000Z' }),
    'MANUAL_REVIEW',
    ['times_contradict', 'time_unconfirmed'],
  ],
  [
    'a roster two minutes after central’s last word',
    packet({ roster_as_of: '2026-06-15T10:02:00.000Z' }),
    'APPROVED',
    [],
  ],
  [
    'a roster later than that',
    packet({ roster_as_of: '2026-06-15T10:02:00.001Z' }),
    'MANUAL_REVIEW',
    ['times_contradict'],
  ],
  [
    'central heard two minutes after the seal',
    packet({ last_server_time: '2026-06-15T10:02:00.000Z' }),
    'APPROVED',
    [],
  ],
  [
    'central heard later than that',
    packet({ last_server_time: '2026-06-15T10:02:00.001Z' }),
    'MANUAL_REVIEW',
    ['times_contradict'],
  ],
  ['consent two minutes after the seal', consentAt('2026-06-15T10:02:00.000Z'), 'APPROVED', []],
  ['consent later than that', consentAt('2026-06-15T10:02:00.001Z'), 'MANUAL_REVIEW', ['times_contradict']],
  ['consent two minutes before the beginning', consentAt('2026-06-15T09:58:00.000Z'), 'APPROVED', []],
  ['consent earlier than that', consentAt('2026-06-15T09:57:59.999Z'), 'MANUAL_REVIEW', ['times_contradict']],
  ['a beginning that is the end', packet({ started_at: sealed }), 'APPROVED', []],
  ['a beginning after the end', packet({ started_at: after }), 'MANUAL_REVIEW', ['times_contradict']],
  [
    'released later than two minutes after the seal',
    released({ givenAt: '2026-06-15T10:02:00.001Z' }),
    'MANUAL_REVIEW',
    ['chip_released', 'times_contradict'],
  ],
  [
    'no time of central’s, said so, and by no roster',
    packet({ last_server_time: null, time_proof: 'unconfirmed', roster_as_of: null }),
    'MANUAL_REVIEW',
    ['roster_old', 'time_unconfirmed'],
  ],
  // a limit of the policy’s: only another version of it explains another outcome
  [
    'by the policy of before, which let nobody under eighteen',
    policy({ version: 2, minimumAgeYears: 16 }),
    'APPROVED',
    [],
  ],
  [
    'by the policy of today, and another age than its own',
    policy({ minimumAgeYears: 16 }),
    'QUARANTINED',
    ['eligibility_contradicted'],
  ],
  [
    'a clerk’s word to central alone, by an author who was revoked',
    both(person('claude.martin', { revokedAt: sealed }), packet({ concern: 'duress' })),
    'QUARANTINED',
    ['clerk_duress', 'operator_revoked'],
  ],
  ['the same by one in good standing', packet({ concern: 'duress' }), 'MANUAL_REVIEW', ['clerk_duress']],
]

describe('a border that a rule draws', () => {
  test.each(rows)('%s', (_what, forge, state, reasons, options = {}) => {
    const { verdict: found, reasons: why } = judged(forge(buildCase(options)))
    expect([found, why]).toEqual([state, reasons])
  })
})
