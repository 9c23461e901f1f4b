import { describe, expect, test } from 'vitest'
import type { EvidencePart } from '../../src/contract/evidence.ts'
import { makeVisit } from '../../src/station/testing/made-visit.ts'
import { buildCase, caseDeclared, overrideBy, type CaseOptions, type StoredCase } from '../fixtures/case-builder.ts'
import {
  application,
  both,
  evidence,
  file,
  hour,
  judged,
  later,
  oldCard,
  other,
  packet,
  permit,
  policy,
  read,
  released,
  verdict,
  whySealRefuses,
  type Forge,
  type ForgedRow,
} from '../fixtures/forge.ts'

// Signed packets of a visit that was put together from others, told in another order, or released before anybody looked; and citizens
// whose documents, names and days are unusual, on either side of a border.
const same: Forge = (found) => found
const minute = 60_000
const older = application({ createdAt: '2026-01-05T08:00:00.000Z' })
/** The whole visit begins earlier, its consent with it. */
const begun =
  (ms: number): Forge =>
  (found) => {
    const from = later(found.packet.captured_at, -ms)
    return packet({ started_at: from, consent: { ...found.packet.consent!, givenAt: from } })(found)
  }
const times =
  (captures: readonly number[], reads: readonly number[]): Forge =>
  (found) => {
    const { captured_at: end } = found.packet
    const at = <T extends { at: string }>(all: readonly T[], ms: readonly number[]): T[] =>
      ms.map((before, i) => ({ ...(all[i] ?? all[0]!), at: later(end, -before * minute) }))
    return evidence((part): EvidencePart => ({
      ...part,
      captures: at(part.captures, captures),
      reads: at(part.reads, reads),
    }))(found)
  }
const foreignCapture = ({ packet: own }: StoredCase) => {
  const options = { at: own.captured_at, today: own.local_day, sessionId: own.session_id }
  return makeVisit({ declared: { ...caseDeclared, birthName: 'Durand' }, ...options }).visit.evidence.captures[0]!
}
const consentAt =
  (before: number): Forge =>
  (found) =>
    packet({ consent: { ...found.packet.consent!, givenAt: later(found.packet.captured_at, -before * minute) } })(found)
const words = { person_unconfirmed: 'portrait_unlike_age', inspection_failed: 'inspection_wear' } as const
const release =
  (gate: keyof typeof words, change: Parameters<typeof packet>[0], givenBefore = 0): Forge =>
  (found) => {
    const givenAt = later(found.packet.captured_at, -givenBefore * minute)
    const text = 'Vu ensemble au guichet, mêmes traits'
    return packet({ ...change, overrides: [overrideBy(found, { gate, reason: words[gate], text, givenAt })] })(found)
  }
const undetermined = { person: { judgement: 'undetermined' as const, differing: [] } }
const asked =
  (answers: readonly ('present' | 'absent' | 'cannot_tell')[]) =>
  ({ packet: { inspection } }: StoredCase) => ({
    inspection: answers.map((answer, i) => ({ featureId: inspection[i]!.featureId, answer })),
  })
/** The verdicts of the read, as the packet says them too. */
const told: Forge = (found) => packet({ chip_checks: found.evidence.reads[0]!.checks })(found)
const without = (name: string): Forge =>
  both(
    read((one) => ({ ...one, checks: one.checks.filter((check) => check.name !== name) })),
    told,
  )
const cnie: CaseOptions = { declared: { documentType: 'cnie' } }
const card = (change: object = {}): CaseOptions => ({ declared: { ...oldCard.declared, ...change } })
const othersFile = (name: 'EF.SOD' | 'DG11' | 'DG12' | 'DG15', options: CaseOptions = {}): Forge =>
  file(name, () => Buffer.from(buildCase(options).evidence.reads[0]!.files[name]!, 'base64url'))
const stranger: CaseOptions = { declared: { documentNumber: '99ZZ99999' } }
const expiring = (at: string, timeZone: string): CaseOptions => ({
  at,
  timeZone,
  mrz: { expiryDate: '2026-06-15' },
})
const length =
  (answer: 'present' | 'absent'): Forge =>
  (found) =>
    packet({ inspection: [{ featureId: 'permit_length_printed', answer }, ...found.packet.inspection] })(found)
const shortPermit: CaseOptions = { ...permit, mrz: { expiryDate: '2027-01-01' } }
const validity =
  (answer: 'present' | 'absent' | 'cannot_tell'): Forge =>
  (found) =>
    packet({ inspection: [{ featureId: 'cni_validity_printed', answer }, ...found.packet.inspection] })(found)
const inItsLastMonth = card({ documentNumber: '110669101234' })

const rows: ForgedRow[] = [
  // evidence of another visit, of the same person and the same application
  ['begun four months before', both(older, begun(2900 * hour)), 'MANUAL_REVIEW', 'times_contradict'],
  [
    'captures and reads of four months before, within a beginning set back',
    both(older, begun(2900 * hour), times([173_000], [173_000])),
    'MANUAL_REVIEW',
    'times_contradict',
  ],
  [
    'begun a millisecond more than two days before',
    both(older, begun(48 * hour + 1)),
    'MANUAL_REVIEW',
    'times_contradict',
  ],
  [
    'begun thirty hours before, by a policy that keeps drafts for four',
    both(older, policy({ draftHours: 4 }), begun(30 * hour)),
    'MANUAL_REVIEW',
    'times_contradict',
  ],
  // one after the other
  [
    'read before the citizen consented',
    both(begun(hour), times([50], [50]), consentAt(1)),
    'MANUAL_REVIEW',
    'times_contradict',
  ],
  ['read before the document was captured', both(begun(hour), times([10], [40])), 'MANUAL_REVIEW', 'times_contradict'],
  ['captures against their times', both(begun(hour), times([20, 40], [5])), 'MANUAL_REVIEW', 'times_contradict'],
  [
    'captures against their times, each by less than a clock may be put right',
    both(begun(hour), times([20, 21.5, 23, 24.5], [5])),
    'MANUAL_REVIEW',
    'times_contradict',
  ],
  ['reads against their times', both(begun(hour), times([50], [5, 40])), 'MANUAL_REVIEW', 'times_contradict'],
  [
    'the lines of somebody else captured last, and listed first',
    (found) =>
      both(
        begun(hour),
        evidence((part) => ({
          ...part,
          captures: [
            { ...foreignCapture(found), at: later(found.packet.captured_at, -10 * minute) },
            { ...part.captures[0]!, at: later(found.packet.captured_at, -50 * minute) },
          ],
        })),
      )(found),
    'MANUAL_REVIEW',
    'times_contradict',
  ],
  [
    'a release given before the chip was read',
    both(begun(hour), times([30], [20]), release('person_unconfirmed', undetermined, 40)),
    'MANUAL_REVIEW',
    'times_contradict',
  ],
  [
    'an earlier read of the next day',
    evidence((part) => ({
      ...part,
      earlier: [{ at: later(part.reads[0]!.at, 24 * hour), checks: part.reads[0]!.checks }],
    })),
    'MANUAL_REVIEW',
    'times_contradict',
  ],
  [
    'an earlier read of the next day, listed before one of this',
    evidence((part) => ({
      ...part,
      earlier: [24 * hour, -hour].map((ms) => ({ at: later(part.reads[0]!.at, ms), checks: part.reads[0]!.checks })),
    })),
    'MANUAL_REVIEW',
    'times_contradict',
  ],
  // released before anybody looked
  [
    'a person released whom nobody judged',
    release('person_unconfirmed', { person: { judgement: null, differing: [] } }),
    'NOT_VERIFIED',
    'person_unconfirmed',
  ],
  [
    'an inspection of one feature, released',
    (found) => release('inspection_failed', asked(['present'])(found))(found),
    'NOT_VERIFIED',
    'inspection_incomplete',
  ],
  [
    'a feature absent, the others never asked, released',
    (found) => release('inspection_failed', asked(['absent'])(found))(found),
    'REJECTED',
    'inspection_failed',
  ],
  [
    'a release of the person for the inspection',
    (found) => release('person_unconfirmed', asked(['present', 'present', 'cannot_tell'])(found))(found),
    'NOT_VERIFIED',
    'inspection_failed',
  ],
  [
    'a release without a letter on its base',
    released({ text: '\u0300\u0301\u0302 \u0300 ... \u3164\u3164' }),
    'NOT_VERIFIED',
    'chip_required',
  ],
  [
    'a mute chip, and a read that went well earlier that day',
    (found) => {
      const { packet: own, evidence: seen } = found
      const earlier = [{ at: own.captured_at, checks: seen.reads[0]!.checks }]
      return both(
        released(),
        evidence((part) => ({ ...part, earlier })),
      )(found)
    },
    'QUARANTINED',
    'chip_contradicted',
  ],
  // what a read says of itself, against its own signed files
  [
    'opened by BAC where DG14 announces PACE',
    read((one) => ({ ...one, accessProtocol: 'BAC' })),
    'QUARANTINED',
    'chip_contradicted',
  ],
  [
    'an identity card opened by BAC',
    read((one) => ({ ...one, accessProtocol: 'BAC' })),
    'QUARANTINED',
    'chip_contradicted',
    cnie,
  ],
  [
    'a signature kept back that EF.SOD does not list',
    read((one) => ({ ...one, withheld: ['DG2', 'DG7'] })),
    'QUARANTINED',
    'chip_contradicted',
  ],
  ['no verdict on how it was opened', without('access'), 'QUARANTINED', 'chip_contradicted'],
  ['no verdict on a weaker protocol', without('no_downgrade'), 'QUARANTINED', 'chip_contradicted'],
  ['no verdict on what was revoked', without('revocation'), 'QUARANTINED', 'chip_contradicted'],
  ['no verdict on Chip Authentication', without('chip_authentication'), 'QUARANTINED', 'chip_contradicted', cnie],
  [
    'a weaker protocol, and said so',
    both(verdict('no_downgrade', { verdict: 'failed', reason: 'pace_announced_bac_used' }), told),
    'QUARANTINED',
    'match_contradicted',
  ],
  [
    'DG12 of another document, unlisted',
    othersFile('DG12'),
    'QUARANTINED',
    'chip_evidence_false',
    { document: (made) => ({ ...made, documentDetails: null }) },
  ],
  [
    'DG11 of another document, unlisted',
    othersFile('DG11'),
    'QUARANTINED',
    'chip_evidence_false',
    { document: (made) => ({ ...made, additionalDetails: null }) },
  ],
  ['EF.SOD of another document', othersFile('EF.SOD', stranger), 'QUARANTINED', 'chip_evidence_false'],
  ['the key of another chip', othersFile('DG15', stranger), 'QUARANTINED', 'chip_evidence_false'],
  [
    'the answer of another chip',
    read((one) => ({ ...one, activeAuthentication: buildCase(stranger).evidence.reads[0]!.activeAuthentication })),
    'QUARANTINED',
    'chip_evidence_false',
  ],
  [
    'a signature that fails under a chain called outdated',
    both(verdict('chain', { verdict: 'not_possible', reason: 'trust_outdated' }), told),
    'REJECTED',
    'chip_not_genuine',
    { document: (made) => ({ ...made, signing: { ...made.signing, damagedSignature: true } }) },
  ],
  // whose document it is, and by whom
  ...['D<<', 'GBD', 'RKS', 'UNO', 'XXB', 'XXX', 'UTO', 'XOM'].map((nationality): ForgedRow => [
    `a French passport of a holder of ${nationality}`,
    same,
    'REJECTED',
    'document_not_accepted',
    { declared: { nationality } },
  ]),
  ...['D<<', 'UNO', 'MCO', 'REU', 'PYF'].map((issuer): ForgedRow => [
    `a permit by ${issuer}`,
    same,
    'REJECTED',
    'document_not_accepted',
    { ...permit, mrz: { issuer } },
  ]),
  ...['PT', 'PR', 'PM', 'PU', 'PL'].map((documentCode): ForgedRow => [
    `a passport of kind ${documentCode}`,
    same,
    'REJECTED',
    'document_not_accepted',
    { mrz: { documentCode } },
  ]),
  // who it is
  ['a twin of the same day', same, 'REJECTED', 'match_failed', other({ givenNames: ['Léa', 'Marie-Claire'] })],
  ['a twin who shares the first name', same, 'REJECTED', 'match_failed', other({ givenNames: ['Zoé', 'Marie-Laure'] })],
  [
    'names moved over the filler',
    same,
    'REJECTED',
    'match_failed',
    {
      declared: { birthName: 'Dupont Jean', givenNames: ['Marie'] },
      holder: { birthName: 'Dupont', givenNames: ['Jean', 'Marie'] },
    },
  ],
  [
    'birth name and given name exchanged',
    same,
    'REJECTED',
    'match_failed',
    { declared: { birthName: 'Zoé', givenNames: ['Lefèvre'] }, holder: { birthName: 'Lefèvre', givenNames: ['Zoé'] } },
  ],
  [
    'one name declared, two on the document',
    same,
    'REJECTED',
    'match_failed',
    { declared: { birthName: 'Suharto', givenNames: [] }, holder: { givenNames: ['Ali'] } },
  ],
  [
    'born on 29 February, declared on the 28th',
    same,
    'REJECTED',
    'match_failed',
    { declared: { birthDate: '1988-02-28' }, holder: { birthDate: '1988-02-29' } },
  ],
  [
    'born on 29 February, declared on 1 March',
    same,
    'REJECTED',
    'match_failed',
    { declared: { birthDate: '1988-03-01' }, holder: { birthDate: '1988-02-29' } },
  ],
  [
    'born on a 29 February that there was not',
    same,
    'REJECTED',
    'match_failed',
    { declared: { birthDate: '1985-02-29' } },
  ],
  [
    'born on 29 February, eighteen in a day',
    application({ createdAt: '2026-02-01T08:00:00.000Z' }),
    'REJECTED',
    'citizen_underage',
    { declared: { birthDate: '2008-02-29' }, at: '2026-02-27T10:00:00.000Z' },
  ],
  [
    'born in a month that is not over in its eighteenth year',
    same,
    'REJECTED',
    'citizen_underage',
    { declared: { birthDate: '2008-06' } },
  ],
  [
    'too young by the policy of today',
    policy({ version: 2, minimumAgeYears: 21 }),
    'REJECTED',
    'citizen_underage',
    { declared: { birthDate: '2006-01-01' } },
  ],
  [
    'too few features by the policy of today',
    policy({ version: 2, inspectionFeatures: 4 }),
    'NOT_VERIFIED',
    'inspection_incomplete',
  ],
  // the day at the place, to the second
  [
    'expired at midnight in Nouméa',
    same,
    'REJECTED',
    'document_expired',
    expiring('2026-06-15T13:00:00.000Z', 'Pacific/Noumea'),
  ],
  [
    'expired at midnight in Papeete',
    same,
    'REJECTED',
    'document_expired',
    expiring('2026-06-16T10:00:00.000Z', 'Pacific/Tahiti'),
  ],
  [
    'expired at midnight in the Marquesas',
    same,
    'REJECTED',
    'document_expired',
    expiring('2026-06-16T09:30:00.000Z', 'Pacific/Marquesas'),
  ],
  [
    'expired at midnight in Paris',
    same,
    'REJECTED',
    'document_expired',
    expiring('2026-06-15T22:00:00.000Z', 'Europe/Paris'),
  ],
  [
    'expired at midnight in Réunion',
    same,
    'REJECTED',
    'document_expired',
    expiring('2026-06-15T20:00:00.000Z', 'Indian/Reunion'),
  ],
  ['an old card in its last month, unread', same, 'NOT_VERIFIED', 'inspection_incomplete', inItsLastMonth],
  ['an old card in its last month, read as over', validity('absent'), 'REJECTED', 'document_expired', inItsLastMonth],
  [
    'an old card in its last month, unreadable',
    validity('cannot_tell'),
    'NOT_VERIFIED',
    'print_dates_unreadable',
    inItsLastMonth,
  ],
  ['an old card of the month before', same, 'REJECTED', 'document_expired', card({ documentNumber: '110569101234' })],
]

describe('a visit that is rightly signed, and none', () => {
  test.each(rows)('%s', (_what, forge, state, reason, options = {}) => {
    const { verdict: found, reasons } = judged(forge(buildCase(options)))
    expect([found, reasons.includes(reason) ? reason : reasons]).toEqual([state, reason])
  })
  test('is tried in more than sixty of them', () => expect(rows.length).toBeGreaterThanOrEqual(60))
})

test.each<[string, Forge]>([
  [
    'opened by BAC where PACE is announced',
    both(
      read((one) => ({ ...one, accessProtocol: 'BAC' })),
      verdict('no_downgrade', { verdict: 'failed', reason: 'pace_announced_bac_used' }),
    ),
  ],
  [
    'that gave a signature which EF.SOD does not list',
    both(
      read((one) => ({ ...one, withheld: ['DG2', 'DG7'] })),
      verdict('hashes', { verdict: 'failed', reason: 'data_group_not_signed' }),
    ),
  ],
])('a false chip %s, and said to be false: its reader contradicts nothing', (_what, forge) => {
  expect(judged(both(forge, told)(buildCase())).reasons).not.toContain('chip_contradicted')
})

test.each<[string, CaseOptions]>([
  [
    'eighteen in Nouméa since this morning',
    { declared: { birthDate: '2008-06-16' }, at: '2026-06-15T22:10:00.000Z', timeZone: 'Pacific/Noumea' },
  ],
  ['the last day in Papeete', expiring('2026-06-16T01:10:00.000Z', 'Pacific/Tahiti')],
])('the seal judges by the day at the place: %s', (_what, options) =>
  expect(whySealRefuses(buildCase(options))).toBeNull(),
)

type Grounded = [reason: Parameters<typeof refusedFor>[0], what: string, forge: Forge, options?: CaseOptions]
function refusedFor(
  reason:
    | 'citizen_underage'
    | 'permit_too_short'
    | 'document_not_accepted'
    | 'document_suspected_forged'
    | 'declared_differs'
    | 'address_not_french'
    | 'chip_not_genuine',
): Forge {
  return packet({ outcome: 'refused', reasons: [reason] })
}
test.each<Grounded>([
  ['permit_too_short', 'read on the print', length('absent'), shortPermit],
  ['document_not_accepted', 'of another state', same, { declared: { nationality: 'BEL' }, mrz: { issuer: 'BEL' } }],
  [
    'document_suspected_forged',
    'a feature that is missing',
    (found) => packet(asked(['present', 'present', 'absent'])(found))(found),
  ],
  ['document_suspected_forged', 'a day that no passport bears', same, { mrz: { expiryDate: '2040-01-01' } }],
  ['declared_differs', 'another kind of document', same, { holder: { documentType: 'cnie' } }],
  [
    'chip_not_genuine',
    'a signature that fails',
    same,
    { document: (made) => ({ ...made, signing: { ...made.signing, damagedSignature: true } }) },
  ],
])('a refusal for %s (%s) closes the application', (reason, _what, forge, options = {}) => {
  const { verdict: found, reasons, application: state } = judged(both(forge, refusedFor(reason))(buildCase(options)))
  expect([found, reasons, state]).toEqual(['REJECTED', [reason], 'refused'])
})

/** Names that a register writes with signs or letters of its own, as Doc 9303-3 §6.A and each layout has them. */
const names: [birthName: string, ...givenNames: string[]][] = [
  ["d'Aubigné", 'Ælfric'],
  ['Ødegård', 'Åse'],
  ['Łukasiewicz', 'Zbigniew'],
  ['Nguyễn', 'Thị Hồng'],
  ['Kılıç', 'Işıl'],
  ['Jónsdóttir', 'Þórunn', 'Ása'],
  ['Straße', 'Jürgen'],
  ["O'Neill", "D'Arcy"],
  ['Ben Saïd', 'Abd-el-Kader'],
  ['Papadopoulou', 'Ioanna'],
  ['Núñez y Domínguez', 'María-José'],
  ['Œuvrard', 'Lætitia'],
  ['Le--Goff', 'Anne'],
  ['Ţepeş', 'Ioniţă'],
  ['Suharto'],
  ['de La Rochefoucauld-Montmorency-Luxembourg', 'Maximilienne', 'Alexandrine'],
]
const kinds: CaseOptions['declared'][] = [{}, cnie.declared, oldCard.declared, permit.declared]

test.each(names)('%s %s is recognised on every kind of document', (birthName, ...givenNames) => {
  const found = kinds.map((kind) => judged(buildCase({ declared: { birthName, givenNames, ...kind } })))
  expect(found.map((one) => [one.verdict, one.reasons])).toEqual(kinds.map(() => ['APPROVED', []]))
})

test.each<[string, Forge, CaseOptions?]>([
  ['begun two days before, and once put aside', both(older, begun(48 * hour))],
  [
    'captured, read and released in turn',
    both(begun(hour), times([50, 40], [35, 20]), release('person_unconfirmed', undetermined, 5)),
  ],
  ['a clock that was put right by two minutes between capture and read', both(begun(hour), times([10], [12]))],
  [
    'a feature that two people could not tell',
    (found) => release('inspection_failed', asked(['present', 'present', 'cannot_tell'])(found))(found),
  ],
  ['the last second in Nouméa', same, expiring('2026-06-15T12:59:59.000Z', 'Pacific/Noumea')],
  ['the last second in Papeete', same, expiring('2026-06-16T09:59:59.000Z', 'Pacific/Tahiti')],
  ['the last second in the Marquesas', same, expiring('2026-06-16T09:29:59.000Z', 'Pacific/Marquesas')],
  ['an old card in its last month, read as valid', validity('present'), inItsLastMonth],
  ['an old card of the month after', same, card({ documentNumber: '110769101234' })],
  ['the last old card there was', same, card({ documentNumber: '211269101234' })],
  ['a short card of a permit that the clerk read as five years', length('present'), shortPermit],
  ['a permit of a Kosovar', same, { declared: { ...permit.declared, nationality: 'RKS' } }],
  ['a permit of a stateless person', same, { declared: { ...permit.declared, nationality: 'XXA' } }],
  ['a permit of a refugee', same, { declared: { ...permit.declared, nationality: 'XXB' } }],
  [
    'a permit of a German by the code of before',
    same,
    { declared: { ...permit.declared, nationality: 'DEU' }, mrz: { nationality: 'D' } },
  ],
  ['an emergency passport', same, { mrz: { documentCode: 'PE' } }],
  ['a number in groups', same, { declared: { documentNumber: '21 AB 12345' }, mrz: { documentNumber: '21AB12345' } }],
  ['born in a month that ended before their eighteenth year did', same, { declared: { birthDate: '2008-05' } }],
])('%s: approved', (_what, forge, options = {}) => {
  const { verdict: found, reasons } = judged(forge(buildCase(options)))
  expect([found, reasons]).toEqual(['APPROVED', []])
})
