import { describe, expect, test } from 'vitest'
import { openEvidence } from '../../src/central/adjudication/open-evidence.ts'
import { createTrustStore } from '../../src/emrtd/verify.ts'
import { sha256Hex } from '../../src/jose/digest.ts'
import { makeVisit } from '../../src/station/testing/made-visit.ts'
import { buildCase, caseDeclared, overrideBy, type CaseOptions } from '../fixtures/case-builder.ts'
import { defaultPolicy } from '../../src/contract/policy.ts'
import * as forged from '../fixtures/forge.ts'

// What an outsider with a station's and a clerk's key tries, and a plain clerk at the counter. One forged packet a row.
const { application, at, both, broken, evidence, file, judged, later, mute, packet, person, policy, read, released } =
  forged
const { permit, station, verdict, prompts, oldCard, other } = forged
type Forge = forged.Forge

const same: Forge = (found) => found
const dg11 = (change: object): CaseOptions => ({
  document: (made) => ({ ...made, additionalDetails: { ...made.additionalDetails!, ...change } }),
})
const dg12 = (change: object): CaseOptions => ({
  document: (made) => ({ ...made, documentDetails: { ...made.documentDetails!, ...change } }),
})
const visitOf = (change: object) =>
  makeVisit({
    declared: { ...caseDeclared, ...change },
    at: '2026-06-15T10:00:00.000Z',
    today: '2026-06-15',
    sessionId: '01890000-0000-7000-8000-000000000002',
  }).visit.evidence
const foreign = visitOf({ birthName: 'Durand', birthDate: '1970-01-01', documentNumber: '99XY99999' })
const otherPassport = visitOf({ documentNumber: '99XY99999' })
const foreignCard = visitOf({ ...oldCard.declared, birthName: 'Durand', birthDate: '1970-01-01' })
const otherCard = visitOf({ ...oldCard.declared, documentNumber: '180169101234' })
type FileName = 'EF.SOD' | 'DG1' | 'DG11' | 'DG12' | 'DG14' | 'DG15'
const files: FileName[] = ['EF.SOD', 'DG1', 'DG11', 'DG12', 'DG14', 'DG15']
const swapped = (name: FileName): Forge =>
  read((one) => ({ ...one, files: { ...one.files, [name]: foreign.reads[0]!.files[name] } }))
const capturedFirst = (part: typeof foreign): Forge =>
  evidence((own) => ({ ...own, captures: [...part.captures, ...own.captures] }))
const typed: Forge = evidence((part) => ({
  ...part,
  captures: part.captures.map((one, i) => (i === part.captures.length - 1 ? { ...one, source: 'typed' } : one)),
}))
const consent =
  (change: object): Forge =>
  (x) =>
    packet({ consent: { ...x.packet.consent!, ...change } })(x)
const printed = (...all: [string, string][]): Forge =>
  packet({ printed: all.map(([field, answer]) => ({ field, answer })) as never })
const saysLast: Forge = (x) => packet({ chip_checks: x.evidence.reads[0]!.checks })(x)
const words = 'Portrait de dix ans, mêmes oreilles'
const known =
  (change: object = {}): Forge =>
  (x) =>
    packet({
      person: { judgement: 'undetermined', differing: [] },
      overrides: [overrideBy(x, { gate: 'person_unconfirmed', reason: 'other', text: words, ...change })],
    })(x)
const worn: Forge = (x) =>
  packet({
    inspection: x.packet.inspection.map((one, i) => ({ ...one, answer: i > 0 ? 'cannot_tell' : 'present' })),
    overrides: [
      ...x.packet.overrides,
      overrideBy(x, { gate: 'inspection_failed', reason: 'inspection_wear', text: 'Usée par dix ans de portefeuille' }),
    ],
  })(x)
const born = (birthDate: string): CaseOptions => ({ declared: { birthDate } })
const declaredAs = (declared: object, holder: object): CaseOptions => ({ declared, holder })
const without = (name: FileName): Forge => file(name, () => null)
const afterSchema = ['packet_schema_invalid'] as const

type Row = [expected: string, what: string, forge: Forge, options?: CaseOptions]
const rows: Row[] = [
  // two documents in one visit
  [
    'QUARANTINED document_contradicted',
    'the own document first, another person’s last',
    evidence((own) => ({ ...own, captures: [...own.captures, ...foreign.captures] })),
  ],
  [
    'QUARANTINED identity_contradicted',
    'the own chip first, another person’s last',
    evidence((own) => ({ ...own, reads: [...own.reads, ...foreign.reads] })),
  ],
  [
    'QUARANTINED match_contradicted',
    'another passport of the same person read first',
    evidence((own) => ({ ...own, reads: [...otherPassport.reads, ...own.reads] })),
  ],
  [
    'MANUAL_REVIEW document_exchanged',
    'another person’s card seen, the own one typed',
    both(typed, capturedFirst(foreignCard)),
    oldCard,
  ],
  ['MANUAL_REVIEW document_exchanged', 'another card of the same person seen first', capturedFirst(otherCard), oldCard],
  [
    'MANUAL_REVIEW document_exchanged',
    'another person’s passport seen before a card without a chip',
    capturedFirst(foreign),
    oldCard,
  ],
  [
    'QUARANTINED chip_contradicted',
    'another person’s chip beside a card that has none',
    evidence((own) => ({ ...own, reads: foreign.reads })),
    oldCard,
  ],
  [
    'QUARANTINED chip_contradicted',
    'the own passport’s chip beside a card that has none',
    evidence((own) => ({ ...own, reads: otherPassport.reads })),
    oldCard,
  ],
  [
    'QUARANTINED match_contradicted',
    'a card of which nothing was captured',
    evidence((own) => ({ ...own, captures: [] })),
    oldCard,
  ],
  // parts of the evidence exchanged between chips
  ...files
    .filter((name) => name !== 'DG12')
    .map((name): Row => ['QUARANTINED chip_evidence_false', `${name} of another chip`, swapped(name)]),
  ['QUARANTINED chip_evidence_false', 'every file of another chip', both(...files.map(swapped))],
  [
    'QUARANTINED chip_evidence_false',
    'the answer of another chip',
    read((one) => ({ ...one, activeAuthentication: foreign.reads[0]!.activeAuthentication })),
  ],
  [
    'QUARANTINED chip_evidence_false',
    'an answer that never came',
    read((one) => ({ ...one, activeAuthentication: null })),
  ],
  ['QUARANTINED chip_contradicted', 'no signature object', without('EF.SOD')],
  ['QUARANTINED match_contradicted', 'no DG11', without('DG11')],
  ['QUARANTINED identity_contradicted', 'no DG12', without('DG12')],
  ['MANUAL_REVIEW data_group_withheld', 'no DG14', without('DG14')],
  ['QUARANTINED chip_evidence_false', 'no DG15', without('DG15')],
  ['QUARANTINED chip_evidence_false', 'an empty DG14', file('DG14', () => Buffer.alloc(0))],
  [
    'REJECTED chip_not_genuine',
    'a key of the chip’s called absent',
    both(
      without('DG15'),
      read((one) => ({ ...one, activeAuthentication: null })),
      verdict('active_authentication', { verdict: 'not_possible', reason: 'card_has_none' }),
      saysLast,
    ),
  ],
  [
    'REJECTED chip_not_genuine',
    'Chip Authentication called absent',
    both(verdict('chip_authentication', { verdict: 'not_possible', reason: 'card_has_none' }), saysLast),
  ],
  ['MANUAL_REVIEW witness_unknown', 'a proof before central without a name', read((one) => ({ ...one, witness: '' }))],
  [
    'QUARANTINED chip_contradicted',
    'a picture that the chip does not list',
    read((one) => ({ ...one, withheld: ['DG2', 'DG7'] })),
  ],
  [
    'QUARANTINED chip_evidence_false',
    'a read of the year 1000',
    read((one) => ({ ...one, at: '1000-01-01T00:00:00.000Z' })),
  ],
  ...['BAC AES', 'BAC ', 'BAC/PACE', 'BAC-PACE'].map((how): Row => [
    'QUARANTINED chip_contradicted',
    `a downgrade told as "${how}"`,
    read((one) => ({ ...one, accessProtocol: how })),
  ]),
  // DG11 and DG12 against the MRZ
  ['REJECTED match_failed', 'a chip that says another year alone', same, dg11({ birthDate: '1984' })],
  ['REJECTED match_failed', 'a chip that says another month alone', same, dg11({ birthDate: '1985-04' })],
  ['REJECTED match_failed', 'a chip that says another century alone', same, dg11({ birthDate: '1885' })],
  ['REJECTED match_failed', 'a chip that says another day', same, dg11({ birthDate: '1985-03-08' })],
  ['REJECTED document_dates_impossible', 'a chip that says another century', same, dg11({ birthDate: '1885-03-07' })],
  [
    'REJECTED match_failed',
    'given names in another order in DG11',
    same,
    dg11({ givenNames: ['MARIE-CLAIRE', 'ZOE'] }),
  ],
  ['REJECTED match_failed', 'fewer given names in DG11', same, dg11({ givenNames: ['ZOE'] })],
  ['REJECTED match_failed', 'more given names in DG11', same, dg11({ givenNames: ['ZOE', 'MARIE-CLAIRE', 'ANNE'] })],
  [
    'REJECTED match_failed',
    'the birth name called a usage name in DG11',
    same,
    dg11({ surname: 'LEFEVRE NEE MARTIN' }),
  ],
  [
    'REJECTED match_failed',
    'a place of another country in DG11',
    same,
    dg11({ birthPlace: ['SAINT-DENIS', 'BELGIQUE'] }),
  ],
  ['REJECTED match_failed', 'a place that is a dash', same, dg11({ birthPlace: ['-'] })],
  ['REJECTED document_dates_impossible', 'issued tomorrow', same, dg12({ issueDate: '2026-06-16' })],
  ['REJECTED document_dates_impossible', 'issued after it ends', same, dg12({ issueDate: '2033-01-01' })],
  // releases
  ['MANUAL_REVIEW several_released', 'features and person both released', both(known(), worn)],
  ['MANUAL_REVIEW chipless_released', 'a person released on a card without a chip', known(), oldCard],
  ['MANUAL_REVIEW chipless_released', 'worn features released on a card without a chip', worn, oldCard],
  [
    'NOT_VERIFIED person_unconfirmed',
    'a person whom nobody judged, released',
    both(known(), packet({ person: { judgement: null, differing: [] } })),
  ],
  [
    'REJECTED person_different',
    'another person, released',
    both(known(), packet({ person: { judgement: 'different', differing: [] } })),
  ],
  ['QUARANTINED key_shared', 'a manager’s key under another name', known({ managerId: 'jean.inconnu' })],
  [
    'MANUAL_REVIEW override_manager_unknown',
    'a clerk who releases',
    both(person('marie.roux', { role: 'clerk' }), known()),
  ],
  [
    'MANUAL_REVIEW times_contradict',
    'a chip released before the consent',
    (x) =>
      released({ givenAt: later(x.packet.captured_at, -600_000) })(
        packet({ started_at: later(x.packet.captured_at, -700_000) })(x),
      ),
  ],
  [
    'REFUSED packet_schema_invalid',
    'eleven releases',
    (x) => packet({ overrides: Array.from({ length: 11 }, () => overrideBy(x)) })(x),
  ],
  [
    'REFUSED packet_schema_invalid',
    'a release of what nobody may release',
    (x) => packet({ overrides: [overrideBy(x, { gate: 'match_failed' as never })] })(x),
  ],
  [
    'QUARANTINED chip_contradicted',
    'a mute chip called absent, released',
    both(released(), packet({ chip_unavailable: 'no_chip' })),
  ],
  ['NOT_VERIFIED chip_required', 'a mute chip that nobody released', mute],
  // the eye
  [
    'QUARANTINED match_contradicted',
    'a print that differs, and then does not',
    printed(['birth_place', 'differs'], ['birth_place', 'same']),
  ],
  [
    'REJECTED match_failed',
    'a print that is the same where the chip differs',
    printed(['surname', 'same']),
    other({ birthName: 'Durand' }),
  ],
  [
    'NOT_VERIFIED inspection_incomplete',
    'features of another document',
    prompts('cnie_portrait', 'cnie_relief', 'cnie_colour'),
  ],
  [
    'NOT_VERIFIED inspection_incomplete',
    'a feature that every object has',
    (x) => packet({ inspection: [...x.packet.inspection, { featureId: 'constructor', answer: 'present' }] })(x),
  ],
  [
    'NOT_VERIFIED inspection_incomplete',
    'a feature present and absent',
    (x) => packet({ inspection: [...x.packet.inspection, { ...x.packet.inspection[0]!, answer: 'absent' }] })(x),
  ],
  [
    'NOT_VERIFIED inspection_incomplete',
    'three features where the policy asks four',
    policy({ inspectionFeatures: 4 }),
  ],
  // consents and names that objects inherit
  ...['constructor', '__proto__', 'hasOwnProperty', '0', '2026-01\u0000', '２０２６-01'].map((textVersion): Row => [
    'NOT_VERIFIED consent_missing',
    `a consent to ${JSON.stringify(textVersion)}`,
    consent({ textVersion }),
  ]),
  ...[
    '2026-06-15T24:00:00Z',
    '2026-06-15T09:59:60Z',
    '2026-02-30T10:00:00Z',
    '2026-06-15T10:00Z',
    '2026-06-15 10:00:00Z',
  ].map((givenAt): Row => [`REFUSED ${afterSchema[0]}`, `a consent at ${givenAt}`, consent({ givenAt })]),
  // numbers, objects, encodings
  ['MANUAL_REVIEW policy_unknown', 'a policy of minus nothing', packet({ policy_version: -0 })],
  [
    'MANUAL_REVIEW policy_unknown',
    'the highest policy that a number can say',
    packet({ policy_version: 9_007_199_254_740_991 }),
  ],
  ['REFUSED packet_schema_invalid', 'a policy beyond all numbers', packet({ policy_version: 1e308 })],
  ['REFUSED packet_schema_invalid', 'an object for a list', broken({ match: { length: 0 } })],
  ['REFUSED packet_schema_invalid', 'a list for an object', broken({ person: ['same'] })],
  ['REFUSED packet_schema_invalid', 'a list for a word', broken({ outcome: ['approved'] })],
  ['REFUSED packet_schema_invalid', 'a version in words', broken({ version: '2' })],
  ['REFUSED packet_schema_invalid', 'a time as a number', broken({ started_at: 0 })],
  ['REFUSED packet_schema_invalid', 'a concern that objects inherit', broken({ concern: 'constructor' })],
  ['MANUAL_REVIEW reference_differs', 'half a sign behind the reference', packet({ reference: '7KD-2M9-QX4T\ud800' })],
  [
    'REJECTED match_failed',
    'an O for a nought',
    same,
    declaredAs({ documentNumber: '21ABO2345' }, { documentNumber: '21AB02345' }),
  ],
  [
    'REJECTED match_failed',
    'Arabic figures',
    same,
    declaredAs({ documentNumber: '٢١AB12345' }, { documentNumber: '21AB12345' }),
  ],
  [
    'MANUAL_REVIEW declaration_malformed',
    'figures in circles',
    same,
    declaredAs({ documentNumber: '②①AB12345' }, { documentNumber: '21AB12345' }),
  ],
  [
    'REJECTED match_failed',
    'a number with its check digit',
    same,
    declaredAs({ documentNumber: '21AB123450' }, { documentNumber: '21AB12345' }),
  ],
  [
    'MANUAL_REVIEW declaration_malformed',
    'a given name that nobody sees',
    same,
    declaredAs({ givenNames: ['\u200b', 'Zoé'] }, { givenNames: ['Zoé'] }),
  ],
  [
    'MANUAL_REVIEW declaration_malformed',
    'a given name of an apostrophe',
    same,
    declaredAs({ givenNames: ["'", 'Zoé'] }, { givenNames: ['Zoé'] }),
  ],
  [
    'REJECTED match_failed',
    'a face behind a name',
    same,
    declaredAs({ givenNames: ['Zoé🙂'] }, { givenNames: ['Zoé'] }),
  ],
  // days and places
  [
    'MANUAL_REVIEW operator_training_expired',
    'training that ended at the place, not at Greenwich',
    person('claude.martin', { trainedUntil: '2026-06-16' }),
    { at: '2026-06-15T14:00:00.000Z', timeZone: 'Pacific/Noumea' },
  ],
  ['MANUAL_REVIEW time_zone_differs', 'the zone in small letters', packet({ time_zone: 'europe/paris' })],
  [
    'MANUAL_REVIEW time_zone_unknown',
    'a zone by its offset, where central knows none',
    both(station({ timeZone: null }), packet({ time_zone: '+14:00', local_day: '2026-06-16' })),
  ],
  [
    'MANUAL_REVIEW roster_old',
    'central’s word of last year',
    packet({ last_server_time: '2025-11-27T10:00:00.000Z', roster_as_of: '2025-11-27T10:00:00.000Z' }),
  ],
  ['MANUAL_REVIEW roster_old', 'no list of people at all', packet({ roster_as_of: null })],
  [
    'REJECTED application_expired',
    'an application that ended in the middle of the visit',
    both(application({ expiresAt: '2026-06-15T09:59:00.000Z' }), packet({ started_at: '2026-06-15T09:50:00.000Z' })),
  ],
  [
    'QUARANTINED operator_revoked',
    'a clerk who was revoked in the middle of the visit',
    both(
      person('claude.martin', { revokedAt: '2026-06-15T09:59:00.000Z' }),
      packet({ started_at: '2026-06-15T09:50:00.000Z' }),
    ),
  ],
  ['REFUSED clock_skew', 'captured six minutes after it came', at('2026-06-15T09:54:00.000Z')],
  // people
  [
    'NOT_VERIFIED self_verification',
    'the applicant in full width',
    application({ applicantOperatorId: 'ｃｌａｕｄｅ.martin' }),
  ],
  [
    'NOT_VERIFIED self_verification',
    'whoever doubted the first visit, in capitals',
    application({ seenBy: ['CLAUDE.MARTIN'] } as never),
  ],
  [
    'NOT_VERIFIED chip_required',
    'a release by whoever saw the first visit',
    both(application({ seenBy: ['marie.roux'] } as never), released()),
  ],
  // documents of a kind that is not taken
  ...['PR', 'PT', 'PU', 'PS'].map((documentCode): Row => [
    'REJECTED document_not_accepted',
    `a passport of the code ${documentCode}`,
    same,
    { mrz: { documentCode } },
  ]),
  ['REJECTED document_not_accepted', 'a crew card for a permit', same, { ...permit, mrz: { documentCode: 'CV' } }],
  [
    'REJECTED document_not_accepted',
    'a permit of a French citizen',
    same,
    { ...permit, declared: { documentType: 'residence_permit', nationality: 'FRA' } },
  ],
  [
    'REJECTED match_failed',
    'a card whose number lacks two digits',
    same,
    { declared: { ...oldCard.declared, documentNumber: '1904691012' }, holder: { documentNumber: '190469101234' } },
  ],
  [
    'NOT_VERIFIED session_incomplete',
    'everything left out',
    packet({ evidence_sha256: null, document: null, identity: null, match: [], eligibility: [], chip_checks: [] }),
  ],
  // refusals that would close an application
  [
    'MANUAL_REVIEW refusal_ungrounded',
    'a forgery by features of no document',
    broken({
      outcome: 'refused',
      reasons: ['document_suspected_forged'],
      inspection: [{ featureId: 'constructor', answer: 'absent' }],
    }),
  ],
  [
    'MANUAL_REVIEW time_unconfirmed',
    'an expiry by a clock that nothing confirms',
    broken({ outcome: 'refused', reasons: ['document_expired'], time_proof: 'unconfirmed' }),
    { mrz: { expiryDate: '2026-06-14' } },
  ],
  [
    'MANUAL_REVIEW reason_not_of_outcome',
    'a loss that only central may name',
    broken({ outcome: 'refused', reasons: ['document_reported_lost_or_stolen'] }),
  ],
  ['MANUAL_REVIEW refusal_ungrounded', 'a refusal without a reason', broken({ outcome: 'refused', reasons: [] })],
]

describe('what an outsider with keys, or a clerk, tries', () => {
  test.each(rows)('%s: %s', (expected, _what, forge, options = {}) => {
    const [state, reason] = expected.split(' ')
    const found = judged(forge(buildCase(options)))
    expect([found.verdict, found.reasons.includes(reason!) ? reason : found.reasons]).toEqual([state, reason])
  })

  test('is more than a hundred things', () => expect(rows.length).toBeGreaterThan(100))
})

test('names that DG11 leaves to a full MRZ are looked at on the print', () => {
  const names = { birthName: 'Lefèvres', givenNames: ['Zoé', 'Marie-Claire', 'Anne-Sophie'] }
  for (const change of [{ givenNames: [] }, { surname: '' }, { surname: ' ' }])
    expect(buildCase({ declared: names, ...dg11(change) }).packet.printed).toEqual([
      { field: 'given_names', answer: 'same' },
    ])
  expect(buildCase({ declared: names }).packet.printed).toEqual([])
})

describe('evidence that two readers may read two ways', () => {
  const { packet: payload, evidence: part } = buildCase()
  const opened = (bytes: Buffer) =>
    openEvidence({ ...payload, evidence_sha256: sha256Hex(bytes) }, bytes, {
      store: createTrustStore([]),
      weakSignatures: defaultPolicy,
      witnessed: () => false,
      freshness: () => 'unshown',
    }).state
  const text = JSON.stringify(part)
  test.each<[string, Buffer, string]>([
    ['as it is', Buffer.from(text), 'whole'],
    ['captures twice', Buffer.from(text.replace('"captures"', '"captures":[],"captures"')), 'malformed'],
    [
      'captures twice, once escaped',
      Buffer.from(text.replace('"captures"', '"c\\u0061ptures":[],"captures"')),
      'malformed',
    ],
    [
      'not in UTF-8',
      Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff]), Buffer.from('}')]),
      'malformed',
    ],
    ['a mark of order before it', Buffer.from(`\ufeff${text}`), 'malformed'],
  ])('%s', (_what, bytes, state) => expect(opened(bytes)).toBe(state))
})

describe('honest citizens of all kinds are approved, without anybody’s look', () => {
  const named = (birthName: string, ...givenNames: string[]): CaseOptions => ({ declared: { birthName, givenNames } })
  const bornIn = (name: string, country: string, chip: string, more: object = {}): CaseOptions => ({
    declared: { birthPlace: { name, inseeCode: null, country }, ...more },
    ...dg11({ birthPlace: [chip] }),
  })
  test.each<[string, CaseOptions]>([
    ['a name in five words', named('Du Bois de La Patellière', 'Guy', 'Marie', 'Yves')],
    ['a double hyphen', named('Dupont--Martin', 'Léa')],
    ['a hyphen of print', named('Dupont', 'Marie‐Ange')],
    ['an okina typed as a quotation mark', named('Fa‘aoso', 'Tama‘i')],
    ['a name that begins with an apostrophe', named('’Atelea', 'Malia')],
    ['a name of one letter', named('Y', 'A')],
    ['a name that is a marker', named('Née', 'Claire')],
    ['one name', named('Suharto')],
    ['letters of Turkish', named('Çelik', 'Ömer')],
    ['letters of Romanian', named('Șahin', 'Ștefan')],
    ['letters of Icelandic', named('Þórsson', 'Ðóra')],
    ['letters of Vietnamese', named('N’Guyen', 'Thị', 'Hoa')],
    ['a usage name', { declared: { usageName: 'Lefèvre-Martin' } }],
    [
      'a usage name with its marker on the chip',
      { declared: { usageName: 'Martin' }, ...dg11({ otherName: 'ÉP. MARTIN' }) },
    ],
    ['a usage name that was not declared', { declared: { usageName: null }, ...dg11({ otherName: 'MARTIN' }) }],
    ['born in Nouméa', bornIn('Nouméa', 'NCL', 'NOUMEA (NOUVELLE-CALEDONIE)')],
    ['born in Papeete', bornIn('Papeete', 'FRA', 'PAPEETE (987)')],
    ['born in Mamoudzou', bornIn('Mamoudzou', 'MYT', 'MAMOUDZOU (976)')],
    ['born in Algiers before 1962', bornIn('Alger', 'FRA', 'ALGER (ALGERIE)', { birthDate: '1955-01-01' })],
    [
      'born in Kinshasa when it was in Zaire',
      bornIn('Kinshasa', 'COD', 'KINSHASA (ZAIRE)', { birthDate: '1980-01-01' }),
    ],
    ['born in Moscow when it was in the USSR', bornIn('Moscou', 'RUS', 'MOSCOU (URSS)', { birthDate: '1970-01-01' })],
    ['born in Pristina', bornIn('Pristina', 'UNK', 'PRISTINA (KOSOVO)')],
    ['a stateless person', { ...permit, declared: { documentType: 'residence_permit', nationality: 'XXA' } }],
    ['a Briton of Hong Kong', { ...permit, declared: { documentType: 'residence_permit', nationality: 'GBN' } }],
    ['a passport of the new codes', { mrz: { documentCode: 'PP' } }],
    ['an identity card', { declared: { documentType: 'cnie', documentNumber: 'X4RTBPFW4' } }],
    ['a card of 2012', { declared: { ...oldCard.declared, documentNumber: '120769101234' } }],
    ['a card of Corsica', { declared: { ...oldCard.declared, documentNumber: '16042A101234' } }],
    ['a birthday of which the chip knows the year alone', { ...born('1960'), ...dg11({ birthDate: '1960' }) }],
    ['a centenarian of whom DG11 knows the year alone', { ...born('1924-03-07'), ...dg11({ birthDate: '1924' }) }],
    ['a hundred years today', born('1926-06-15')],
    ['Saint-Pierre in the evening', { at: '2026-06-15T22:10:00.000Z', timeZone: 'America/Miquelon' }],
  ])('%s', (_what, options) => {
    const found = buildCase(options)
    expect(forged.whySealRefuses(found)).toBe(null)
    const { verdict: state, reasons } = judged(found)
    expect([state, reasons]).toEqual(['APPROVED', []])
  })
})
