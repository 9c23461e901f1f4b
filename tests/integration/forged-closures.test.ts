import { describe, expect, test } from 'vitest'
import { makeVisit } from '../../src/station/testing/made-visit.ts'
import { buildCase, caseDeclared, overrideBy, type CaseOptions, type StoredCase } from '../fixtures/case-builder.ts'
import {
  application,
  at,
  both,
  broken,
  evidence,
  hour,
  judged,
  later,
  mute,
  oldCard,
  other,
  packet,
  permit,
  person,
  prompts,
  read,
  released,
  station,
  type Forge,
} from '../fixtures/forge.ts'

// Signed packets that close an application, leave it open, or put one doubt beside another: what is decided, why, and what becomes of it.
type Row = [what: string, forge: Forge, state: string, reasons: string[], options?: CaseOptions]

const same: Forge = (found) => found
const expired: CaseOptions = { mrz: { expiryDate: '2026-06-14' } }
const durand = other({ birthName: 'Durand' })
const refused = (...reasons: string[]): Forge => broken({ outcome: 'refused', reasons })
const left: Forge = packet({ outcome: 'cancelled', reasons: ['citizen_left'] })
const unverified: Forge = packet({ outcome: 'unverifiable', reasons: ['chip_unreadable'] })
const operator =
  (change: object): Forge =>
  (found) =>
    packet({ operator: { ...found.packet.operator, ...change } })(found)
const unconfirmed = packet({ time_proof: 'unconfirmed' })
const witness = (id: string): Forge => read((one) => ({ ...one, witness: id }))
const nonce: Forge = read((one) => ({
  ...one,
  activeAuthentication: one.activeAuthentication && { ...one.activeAuthentication, nonce: 'n', salt: null },
}))
/** The lines of somebody else's passport, captured in this visit. */
const foreignCapture = ({ packet: own }: StoredCase) => {
  const options = { at: own.captured_at, today: own.local_day, sessionId: own.session_id }
  return makeVisit({ declared: { ...caseDeclared, birthName: 'Durand' }, ...options }).visit.evidence.captures[0]!
}

/** Doubts about how a packet came about, each with what it is called. */
const doubts: [what: string, forge: Forge, code: string][] = [
  ['on a time that nothing confirms', unconfirmed, 'time_unconfirmed'],
  ['that ended before it began', packet({ started_at: '2026-06-15T12:00:00.000Z' }), 'times_contradict'],
  ['by a roster of next year', packet({ roster_as_of: '2027-06-15T10:00:00.000Z' }), 'times_contradict'],
  [
    'by a roster newer than central’s last word',
    packet({ last_server_time: '2026-06-14T10:00:00.000Z' }),
    'times_contradict',
  ],
  ['heard of central after it', packet({ last_server_time: '2026-06-15T10:05:00.000Z' }), 'times_contradict'],
  ['of a visit that was ended before', (found) => ({ ...found, sessionRepeated: true }), 'session_repeated'],
  ['in a series that was cut', (found) => ({ ...found, chainBroken: true }), 'chain_broken'],
  ['under another reference', application({ reference: 'AAA-BBB-CCCC' }), 'reference_differs'],
  ['before the application', application({ createdAt: '2026-06-15T12:00:00.000Z' }), 'captured_before_application'],
  ['before the station', station({ registeredAt: '2026-06-15T12:00:00.000Z' }), 'captured_before_station'],
  ['at a station out of service', station({ retiredAt: '2026-06-15T09:00:00.000Z' }), 'captured_after_retirement'],
  ['that comes a month later', at('2026-07-15T10:00:00.000Z'), 'captured_long_ago'],
  ['that comes a second past three days later', at('2026-06-18T10:00:01.000Z'), 'captured_long_ago'],
  ['in another zone', station({ timeZone: 'Europe/Rome' }), 'time_zone_differs'],
  ['in a zone of another spelling', packet({ time_zone: 'europe/paris' }), 'time_zone_differs'],
  ['by a clerk whom a station alone knows', person('claude.martin', { confirmed: false }), 'operator_unconfirmed'],
  ['by no roster', packet({ roster_as_of: null }), 'roster_old'],
  ['by a policy that central never made', packet({ policy_version: 9 }), 'policy_unknown'],
  ['by a policy below the first', packet({ policy_version: -1 }), 'policy_unknown'],
  ['with a proof before central that it never saw', witness('w-1'), 'witness_unknown'],
]

const rows: Row[] = [
  // an approval and a refusal rest on the same visit: what makes the one doubtful holds the other
  ...doubts.map(([what, forge, code]): Row => [`approved ${what}`, forge, 'MANUAL_REVIEW', [code]]),
  ...doubts
    .filter(([, , code]) => code !== 'roster_old')
    .map(([what, forge, code]): Row => [
      `refused for a good ground ${what}`,
      both(refused('document_expired'), forge),
      'MANUAL_REVIEW',
      [code, 'document_expired'],
      expired,
    ]),
  // nothing is closed by them, so nobody looks
  ...doubts.map(([what, forge]): Row => [`cancelled ${what}`, both(left, forge), 'NOT_VERIFIED', ['citizen_left']]),
  ...doubts
    .filter(([, , code]) => code !== 'witness_unknown')
    .map(([what, forge]): Row => [
      `not verified ${what}`,
      both(mute, unverified, forge),
      'NOT_VERIFIED',
      ['chip_unreadable'],
    ]),
  // refusals that the facts bear
  ['refused as expired', refused('document_expired'), 'REJECTED', ['document_expired'], expired],
  [
    'refused twice for one ground',
    refused('declared_differs', 'declared_differs'),
    'REJECTED',
    ['declared_differs'],
    durand,
  ],
  [
    'refused for two that are shown',
    refused('document_expired', 'declared_differs'),
    'REJECTED',
    ['document_expired', 'declared_differs'],
    { ...durand, ...expired },
  ],
  [
    'refused as not the holder',
    both(packet({ person: { judgement: 'different', differing: ['nose'] } }), refused('person_not_holder')),
    'REJECTED',
    ['person_not_holder'],
  ],
  [
    'refused to a child',
    refused('citizen_underage'),
    'REJECTED',
    ['citizen_underage'],
    { declared: { birthDate: '2008-06-16' } },
  ],
  // and those that they do not
  [
    'refused as not the holder, judged the same',
    refused('person_not_holder'),
    'MANUAL_REVIEW',
    ['refusal_ungrounded', 'person_not_holder'],
  ],
  [
    'refused on one ground shown and one not',
    refused('document_expired', 'chip_copied'),
    'MANUAL_REVIEW',
    ['refusal_ungrounded', 'document_expired', 'chip_copied'],
    expired,
  ],
  [
    'refused on a ground and a departure',
    refused('document_expired', 'citizen_left'),
    'MANUAL_REVIEW',
    ['reason_not_of_outcome', 'document_expired', 'citizen_left'],
    expired,
  ],
  [
    'refused as lost, which the counter cannot know',
    both(application({ reportedLost: true }), refused('document_reported_lost_or_stolen')),
    'MANUAL_REVIEW',
    ['reason_not_of_outcome', 'document_reported_lost_or_stolen'],
  ],
  [
    'refused by the applicant',
    both(application({ applicantOperatorId: 'claude.martin' }), refused('declared_differs')),
    'MANUAL_REVIEW',
    ['refusal_ungrounded', 'declared_differs'],
    durand,
  ],
  [
    'refused by whoever saw it before',
    both(application({ seenBy: ['claude.martin'] }), refused('declared_differs')),
    'MANUAL_REVIEW',
    ['refusal_ungrounded', 'declared_differs'],
    durand,
  ],
  [
    'refused by an untrained clerk',
    both(person('claude.martin', { trainedUntil: '2026-06-15' }), refused('declared_differs')),
    'MANUAL_REVIEW',
    ['refusal_ungrounded', 'declared_differs'],
    durand,
  ],
  [
    'refused without consent',
    both(packet({ consent: null }), refused('declared_differs')),
    'MANUAL_REVIEW',
    ['refusal_ungrounded', 'declared_differs'],
    durand,
  ],
  [
    'refused for a difference in lines that no chip proves',
    both(mute, refused('declared_differs')),
    'MANUAL_REVIEW',
    ['refusal_ungrounded', 'declared_differs'],
    durand,
  ],
  [
    'refused for an application that is verified',
    both(application({ status: 'verified' }), refused('declared_differs')),
    'REJECTED',
    ['declared_differs'],
    durand,
  ],
  [
    'refused in a zone in which the citizen is a day younger',
    both(packet({ time_zone: 'Pacific/Tahiti', local_day: '2026-06-15' }), refused('citizen_underage')),
    'QUARANTINED',
    ['local_day_contradicted'],
    { declared: { birthDate: '2008-06-16' }, at: '2026-06-15T22:30:00.000Z' },
  ],
  // not verified, and not against the citizen
  [
    'a flawless visit left by the citizen',
    packet({ outcome: 'unverifiable', reasons: ['citizen_left'] }),
    'NOT_VERIFIED',
    ['citizen_left'],
  ],
  [
    'a flawless visit, not verified for no reason',
    packet({ outcome: 'unverifiable', reasons: [] }),
    'NOT_VERIFIED',
    ['unverifiable'],
  ],
  [
    'cancelled for a difference',
    broken({ outcome: 'cancelled', reasons: ['declared_differs'] }),
    'MANUAL_REVIEW',
    ['reason_not_of_outcome', 'declared_differs'],
    durand,
  ],
  [
    'cancelled for an expiry beside a departure',
    broken({ outcome: 'cancelled', reasons: ['citizen_left', 'document_expired'] }),
    'MANUAL_REVIEW',
    ['reason_not_of_outcome', 'citizen_left', 'document_expired'],
    expired,
  ],
  [
    'not verified for a difference',
    both(mute, broken({ outcome: 'unverifiable', reasons: ['declared_differs'] })),
    'MANUAL_REVIEW',
    ['reason_not_of_outcome', 'declared_differs'],
  ],
  // two doubts at once: the graver one decides, and nothing hides it
  ['expired, and drawn by lot', (found) => ({ ...found, draw: 0 }), 'REJECTED', ['document_expired'], expired],
  ['expired on an unconfirmed time', unconfirmed, 'REJECTED', ['document_expired'], expired],
  [
    'another person, told under threat',
    packet({ concern: 'duress' }),
    'MANUAL_REVIEW',
    ['clerk_duress', 'match_failed'],
    durand,
  ],
  [
    'a lost document of a verified application',
    application({ reportedLost: true, status: 'verified' }),
    'REJECTED',
    ['application_already_verified', 'document_reported_lost_or_stolen'],
  ],
  [
    'verified and past its day',
    application({ status: 'verified', expiresAt: '2026-06-01T10:00:00.000Z' }),
    'REJECTED',
    ['application_already_verified', 'application_expired'],
  ],
  [
    'a mute chip released, on an unconfirmed time',
    both(released(), unconfirmed),
    'MANUAL_REVIEW',
    ['chip_released', 'time_unconfirmed'],
  ],
  [
    'a role of a postman by a key of nobody',
    operator({ role: 'postman', operator_id: 'nobody' }),
    'QUARANTINED',
    ['operator_key_unknown', 'key_shared'],
  ],
  [
    'a training of next year, by the packet alone',
    both(operator({ trained_on: '2027-01-01' }), person('claude.martin', { trainedUntil: '2026-06-01' })),
    'MANUAL_REVIEW',
    ['operator_training_expired'],
  ],
  ['a clerk who saw it before', application({ seenBy: ['claude.martin'] }), 'NOT_VERIFIED', ['self_verification']],
  [
    'a release by a manager who saw it before',
    both(application({ seenBy: ['marie.roux'] }), released()),
    'NOT_VERIFIED',
    ['chip_required'],
  ],
  // captures and reads beside the ones that count
  [
    'the lines of somebody else captured last',
    (found) => evidence((part) => ({ ...part, captures: [...part.captures, foreignCapture(found)] }))(found),
    'QUARANTINED',
    ['chip_contradicted', 'match_contradicted', 'identity_contradicted'],
  ],
  ['a nonce whose salt is gone', nonce, 'QUARANTINED', ['challenge_contradicted']],
  [
    'a feature more, of a permit',
    (found) => prompts(...found.packet.inspection.map(({ featureId }) => featureId), 'permit_length_printed')(found),
    'NOT_VERIFIED',
    ['inspection_incomplete'],
  ],
  [
    'a surname that the print contradicts, unasked',
    broken({ printed: [{ field: 'surname', answer: 'differs' }] }),
    'QUARANTINED',
    ['match_contradicted'],
  ],
  [
    'a number that the print contradicts, unasked',
    broken({ printed: [{ field: 'document_number', answer: 'differs' }] }),
    'QUARANTINED',
    ['match_contradicted'],
  ],
  [
    'a day of capture with an offset',
    broken({ captured_at: '2026-06-15T12:00:00.000+02:00' }),
    'REFUSED',
    ['packet_schema_invalid'],
  ],
]

describe('a packet that is rightly signed, and closes or doubts', () => {
  test.each(rows)('%s', (_what, forge, state, reasons, options = {}) => {
    const found = judged(forge(buildCase(options)))
    expect([found.verdict, found.reasons]).toEqual([state, reasons])
    const isClosing = found.verdict === 'REJECTED' && !reasons.some((code) => code.startsWith('application_'))
    if (!isClosing) expect(found.application).not.toBe('refused')
    expect(found.application).not.toBe('verified')
  })

  test('is tried in more than a hundred of them', () => expect(rows.length).toBeGreaterThanOrEqual(100))

  test.each<[string, Forge, CaseOptions]>([
    [
      'eighteen in Noumea since this morning',
      same,
      { declared: { birthDate: '2008-06-16' }, at: '2026-06-15T22:10:00.000Z', timeZone: 'Pacific/Noumea' },
    ],
    [
      'the last day in Papeete',
      same,
      { mrz: { expiryDate: '2026-06-15' }, at: '2026-06-16T01:10:00.000Z', timeZone: 'Pacific/Tahiti' },
    ],
    ['an expiry on a leap day', same, { mrz: { expiryDate: '2028-02-29' } }],
    [
      'born on a leap day, eighteen on the 28th',
      application({ createdAt: '2026-02-01T08:00:00.000Z' }),
      { declared: { birthDate: '2008-02-29' }, at: '2026-02-28T10:00:00.000Z' },
    ],
    ['a hundred and one years old', same, { declared: { birthDate: '1925-03-07' } }],
    ['a diplomatic passport', same, { mrz: { documentCode: 'PD' } }],
    ['an identity card', same, { declared: { documentType: 'cnie' } }],
    ['a residence permit', same, permit],
    ['a card of before', same, oldCard],
    ['three days in the queue', at('2026-06-18T10:00:00.000Z'), {}],
    ['a roster a minute ahead of a clock that was put right', packet({ roster_as_of: '2026-06-15T10:01:30.000Z' }), {}],
    [
      'two captures of the same lines',
      evidence((part) => ({ ...part, captures: [...part.captures, ...part.captures] })),
      {},
    ],
    ['two reads of the same chip', evidence((part) => ({ ...part, reads: [...part.reads, ...part.reads] })), {}],
    [
      'the lines of somebody else captured first, by mistake',
      (found) => evidence((part) => ({ ...part, captures: [foreignCapture(found), ...part.captures] }))(found),
      {},
    ],
    ['a proof before central that it saw', (found) => ({ ...witness('w-1')(found), witnessed: ['w-1'] }), {}],
    [
      'a release of what the clerk could tell after all',
      (found) =>
        packet({
          overrides: [
            overrideBy(found, { gate: 'person_unconfirmed', reason: 'other', text: 'La personne est bien elle' }),
          ],
        })(found),
      {},
    ],
    ['begun an hour before', (found) => packet({ started_at: later(found.packet.captured_at, -hour) })(found), {}],
  ])('%s: approved', (_what, forge, options) => {
    const { verdict, reasons, application: state } = judged(forge(buildCase(options)))
    expect([verdict, reasons, state]).toEqual(['APPROVED', [], 'verified'])
  })
})
