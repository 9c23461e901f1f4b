import { describe, expect, test } from 'vitest'
import { createTrustStore, importTrust } from '../../src/emrtd/verify.ts'
import { specimenTrust } from '../../src/virtual-card/specimen-pki.ts'
import { testIssuer } from '../../src/station/testing/made-visit.ts'
import { buildCase, caseDeclared, keyOf, overrideBy, resign, type CaseOptions } from '../fixtures/case-builder.ts'
import {
  packet,
  broken,
  application,
  declared,
  station,
  person,
  policy,
  at,
  evidence,
  read,
  file,
  flip,
  verdict,
  both,
  match,
  hour,
  later,
  other,
  mute,
  released,
  prompts,
  permit,
  oldCard,
  judged,
  type ForgedRow,
} from '../fixtures/forge.ts'

const specimenBase64 = (which: number) => Buffer.from(specimenTrust()[which]!).toString('base64')
/** A station that knows no issuer of France. */
const belgian = createTrustStore(importTrust(specimenTrust()[1]!, 'BE'))

const rows: ForgedRow[] = [
  // another person's identity
  ['another surname on the document', (x) => x, 'REJECTED', 'match_failed', other({ birthName: 'Durand' })],
  ['another given name', (x) => x, 'REJECTED', 'match_failed', other({ givenNames: ['Zoé'] })],
  [
    'given names in another order',
    (x) => x,
    'REJECTED',
    'match_failed',
    other({ givenNames: ['Marie-Claire', 'Zoé'] }),
  ],
  ['another birth date', (x) => x, 'REJECTED', 'match_failed', other({ birthDate: '1985-03-08' })],
  [
    'another place of birth',
    (x) => x,
    'REJECTED',
    'match_failed',
    other({ birthPlace: { name: 'Lyon', inseeCode: null, country: 'FRA' } }),
  ],
  ['another sex', (x) => x, 'REJECTED', 'match_failed', other({ sex: 'M' })],
  ['another number', (x) => x, 'REJECTED', 'match_failed', other({ documentNumber: '21AB12346' })],
  ['a number that ends alike', (x) => x, 'REJECTED', 'match_failed', other({ documentNumber: '99XY12345' })],
  ['another kind of document', (x) => x, 'REJECTED', 'document_type_mismatch', other({ documentType: 'cnie' })],
  [
    'a usage name of somebody else',
    (x) => x,
    'REJECTED',
    'match_failed',
    { declared: { usageName: 'Durand' }, holder: { usageName: 'Martin' } },
  ],
  ['the declaration edited after the visit', declared({ birthName: 'Durand' }), 'QUARANTINED', 'match_contradicted'],
  ['the declared number edited', declared({ documentNumber: '21AB12346' }), 'QUARANTINED', 'match_contradicted'],
  [
    'the declared place edited',
    declared({ birthPlace: { name: 'Paris', inseeCode: null, country: 'FRA' } }),
    'QUARANTINED',
    'match_contradicted',
  ],
  ['declared in 1785', declared({ birthDate: '1785-03-07' }), 'QUARANTINED', 'match_contradicted'],
  // the comparison as the packet tells it
  ['no comparison at all', packet({ match: [] }), 'QUARANTINED', 'match_contradicted'],
  ['a field left out', match((all) => all.slice(1)), 'QUARANTINED', 'match_contradicted'],
  ['a field twice', match((all) => [...all, all[0]!]), 'QUARANTINED', 'match_contradicted'],
  [
    'a field twice, another left out',
    match((all) => [...all.slice(0, -1), all[0]!]),
    'QUARANTINED',
    'match_contradicted',
  ],
  [
    'a field better than it is',
    match((all) => all.map((one) => ({ ...one, class: 'same', rules: [] }))),
    'QUARANTINED',
    'match_contradicted',
  ],
  [
    'rules that were not needed',
    match((all) => all.map((one) => ({ ...one, rules: ['insee_code'] }))),
    'QUARANTINED',
    'match_contradicted',
  ],
  [
    'differences called the same',
    match((all) => all.map((one) => (one.class === 'different' ? { ...one, class: 'same' } : one))),
    'QUARANTINED',
    'match_contradicted',
    other({ birthName: 'Durand' }),
  ],
  [
    'an unknown field',
    broken({ match: [{ field: 'soul', class: 'same', rules: [] }] }),
    'REFUSED',
    'packet_schema_invalid',
  ],
  [
    'an unknown class',
    broken({ match: [{ field: 'surname', class: 'perfect', rules: [] }] }),
    'REFUSED',
    'packet_schema_invalid',
  ],
  ['an unknown member', broken({ approved_by_god: true }), 'REFUSED', 'packet_schema_invalid'],
  // document and identity as the packet tells them
  ['no document', packet({ document: null }), 'QUARANTINED', 'document_contradicted'],
  ['no identity', packet({ identity: null }), 'QUARANTINED', 'identity_contradicted'],
  [
    'another type',
    (x) => packet({ document: { ...x.packet.document!, type: 'cnie' } })(x),
    'QUARANTINED',
    'document_contradicted',
  ],
  [
    'another issuer',
    (x) => packet({ document: { ...x.packet.document!, issuer: 'BEL' } })(x),
    'QUARANTINED',
    'document_contradicted',
  ],
  [
    'a later expiry',
    (x) => packet({ document: { ...x.packet.document!, expiry_date: '2035-01-01' } })(x),
    'QUARANTINED',
    'document_contradicted',
  ],
  [
    'other last four',
    (x) => packet({ document: { ...x.packet.document!, last4: '9999' } })(x),
    'QUARANTINED',
    'document_contradicted',
  ],
  [
    'another surname in the identity',
    (x) => packet({ identity: { ...x.packet.identity!, surname: 'DURAND' } })(x),
    'QUARANTINED',
    'identity_contradicted',
  ],
  [
    'another birth date in the identity',
    (x) => packet({ identity: { ...x.packet.identity!, birthDate: '1985-03-08' } })(x),
    'QUARANTINED',
    'identity_contradicted',
  ],
  [
    'a place of birth that no chip said',
    (x) => packet({ identity: { ...x.packet.identity!, birthPlace: 'PARIS' } })(x),
    'QUARANTINED',
    'identity_contradicted',
  ],
  ['a rule left out', packet({ eligibility: [] }), 'QUARANTINED', 'eligibility_contradicted'],
  [
    'a rule passed that failed',
    (x) => packet({ eligibility: x.packet.eligibility.map((one) => ({ ...one, verdict: 'passed' })) })(x),
    'QUARANTINED',
    'eligibility_contradicted',
  ],
  // validity and age
  ['expired yesterday', (x) => x, 'REJECTED', 'document_expired', { mrz: { expiryDate: '2026-06-14' } }],
  ['valid for eleven years', (x) => x, 'REJECTED', 'document_dates_impossible', { mrz: { expiryDate: '2037-06-15' } }],
  [
    'issued next year',
    (x) => x,
    'REJECTED',
    'document_dates_impossible',
    { document: (d) => ({ ...d, documentDetails: { ...d.documentDetails!, issueDate: '2027-01-01' } }) },
  ],
  ['seventeen', (x) => x, 'REJECTED', 'citizen_underage', { declared: { birthDate: '2008-06-16' } }],
  [
    'fifteen, declared as a hundred and fifteen',
    packet({ printed: [] }),
    'QUARANTINED',
    'match_contradicted',
    {
      declared: { birthDate: '1911-03-07' },
      document: (d) => ({ ...d, additionalDetails: null }),
      holder: { birthDate: '2011-03-07' },
    },
  ],
  [
    'a child by DG11, declared old',
    (x) => x,
    'REJECTED',
    'match_failed',
    { declared: { birthDate: '1911-03-07' }, holder: { birthDate: '2011-03-07' } },
  ],
  [
    'old card of the future',
    (x) => x,
    'REJECTED',
    'document_dates_impossible',
    { declared: { ...oldCard.declared, documentNumber: '260769101234' } },
  ],
  [
    'old card of 2022',
    (x) => x,
    'REJECTED',
    'document_dates_impossible',
    { declared: { ...oldCard.declared, documentNumber: '220169101234' } },
  ],
  [
    'old card of 2003',
    (x) => x,
    'REJECTED',
    'document_expired',
    { declared: { ...oldCard.declared, documentNumber: '030169101234' } },
  ],
  [
    'crew certificate as a permit',
    (x) => x,
    'REJECTED',
    'document_not_accepted',
    { ...permit, mrz: { documentCode: 'AC' } },
  ],
  [
    'passport card as a permit',
    (x) => x,
    'REJECTED',
    'document_not_accepted',
    { ...permit, mrz: { documentCode: 'IP' } },
  ],
  [
    'Belgian passport',
    (x) => x,
    'REJECTED',
    'document_not_accepted',
    { declared: { nationality: 'BEL' }, mrz: { issuer: 'BEL', nationality: 'BEL' } },
  ],
  [
    'French travel document of a foreigner',
    (x) => x,
    'REJECTED',
    'document_not_accepted',
    { declared: { nationality: 'SYR' }, mrz: { nationality: 'SYR' } },
  ],
  [
    'permit held by a Frenchman',
    (x) => x,
    'REJECTED',
    'document_not_accepted',
    { ...permit, declared: { documentType: 'residence_permit', nationality: 'FRA' } },
  ],
  [
    'permit whose length nobody read',
    (x) => x,
    'NOT_VERIFIED',
    'inspection_incomplete',
    { ...permit, mrz: { expiryDate: '2027-01-01' } },
  ],
  // the evidence itself
  ['no evidence', (x) => ({ ...x, evidence: null as never }), 'QUARANTINED', 'evidence_missing'],
  ['evidence not promised', packet({ evidence_sha256: null }), 'QUARANTINED', 'match_contradicted'],
  ['evidence of another digest', packet({ evidence_sha256: '0'.repeat(64) }), 'QUARANTINED', 'evidence_differs'],
  [
    'evidence changed after signing',
    (x) => ({ ...x, evidence: { ...x.evidence, salt: 'A'.repeat(43) } }),
    'QUARANTINED',
    'evidence_differs',
  ],
  [
    'evidence of another session',
    evidence((part) => ({ ...part, sessionId: '01890000-0000-7000-8000-000000000099' })),
    'QUARANTINED',
    'evidence_differs',
  ],
  [
    'evidence that is none',
    (x) => resign({ ...x, evidence: { lies: true } as never }),
    'QUARANTINED',
    'evidence_malformed',
  ],
  ['evidence without a salt', evidence((part) => ({ ...part, salt: '' })), 'QUARANTINED', 'evidence_malformed'],
  ['no capture', evidence((part) => ({ ...part, captures: [] })), 'QUARANTINED', 'document_contradicted'],
  ['no read', evidence((part) => ({ ...part, reads: [] })), 'QUARANTINED', 'chip_contradicted'],
  [
    'an MRZ with a wrong check digit',
    evidence((part) => ({
      ...part,
      captures: part.captures.map((one) => ({
        ...one,
        lines: [one.lines[0]!, one.lines[1]!.replace(/.$/, (c) => (c === '0' ? '1' : '0'))],
      })),
    })),
    'QUARANTINED',
    'chip_contradicted',
  ],
  [
    'an MRZ that is none',
    evidence((part) => ({ ...part, captures: part.captures.map((one) => ({ ...one, lines: ['X', 'Y'] })) })),
    'QUARANTINED',
    'document_contradicted',
  ],
  // the chip, judged again
  ['DG1 changed', file('DG1', flip), 'QUARANTINED', 'chip_evidence_false'],
  ['DG11 changed', file('DG11', flip), 'QUARANTINED', 'chip_evidence_false'],
  ['DG12 changed', file('DG12', flip), 'QUARANTINED', 'chip_evidence_false'],
  ['DG14 changed', file('DG14', flip), 'QUARANTINED', 'chip_evidence_false'],
  ['DG15 changed', file('DG15', flip), 'QUARANTINED', 'chip_evidence_false'],
  ['EF.SOD changed at its end', file('EF.SOD', flip), 'QUARANTINED', 'chip_evidence_false'],
  ['EF.SOD cut', file('EF.SOD', (bytes) => bytes.subarray(0, 200)), 'QUARANTINED', 'chip_evidence_false'],
  ['no EF.SOD', file('EF.SOD', () => null), 'QUARANTINED', 'chip_evidence_false'],
  ['no DG1', file('DG1', () => null), 'QUARANTINED', 'chip_contradicted'],
  ['DG11 kept back, which says otherwise', file('DG11', () => null), 'QUARANTINED', 'match_contradicted'],
  ['DG12 kept back', file('DG12', () => null), 'QUARANTINED', 'identity_contradicted'],
  ['DG15 kept back', file('DG15', () => null), 'QUARANTINED', 'chip_evidence_false'],
  ['a portrait never read', read((one) => ({ ...one, withheld: [] })), 'MANUAL_REVIEW', 'chip_portrait_unread'],
  [
    'another picture than the portrait',
    read((one) => ({ ...one, withheld: ['DG7'] })),
    'QUARANTINED',
    'chip_contradicted',
  ],
  ['DG14 kept back', file('DG14', () => null), 'MANUAL_REVIEW', 'data_group_withheld'],
  [
    'an answer to another challenge',
    read((one) => ({ ...one, activeAuthentication: { ...one.activeAuthentication!, challenge: 'AAAAAAAAAAA' } })),
    'QUARANTINED',
    'chip_evidence_false',
  ],
  ['no answer at all', read((one) => ({ ...one, activeAuthentication: null })), 'QUARANTINED', 'chip_evidence_false'],
  [
    'an empty answer',
    read((one) => ({ ...one, activeAuthentication: { ...one.activeAuthentication!, response: '' } })),
    'QUARANTINED',
    'chip_evidence_false',
  ],
  [
    'signed by nobody known',
    (x) => x,
    'MANUAL_REVIEW',
    'chip_verdict_differs',
    { document: (d) => ({ ...d, signing: { ...d.signing, authorityAs: testIssuer } }) },
  ],
  ['central without anchors', (x) => ({ ...x, trust: { certificates: [] } }), 'MANUAL_REVIEW', 'chip_verdict_differs'],
  [
    'an issuer that neither knows',
    (x) => ({ ...x, trust: { certificates: [specimenBase64(1)] } }),
    'MANUAL_REVIEW',
    'chip_issuer_missing',
    { stationTrust: belgian },
  ],
  [
    'an issuer left to central, whose signer central finds false',
    (x) => x,
    'REJECTED',
    'chip_not_genuine',
    { stationTrust: belgian, document: (d) => ({ ...d, signing: { ...d.signing, damagedSignature: true } }) },
  ],
  [
    'a damaged signature said to be good',
    both(verdict('signature', { verdict: 'passed', reason: null }), (x) =>
      packet({ chip_checks: x.evidence.reads[0]!.checks })(x),
    ),
    'QUARANTINED',
    'chip_evidence_false',
    { document: (d) => ({ ...d, signing: { ...d.signing, damagedSignature: true } }) },
  ],
  [
    'a chip proved false, and said so',
    (x) => x,
    'REJECTED',
    'chip_not_genuine',
    { document: (d) => ({ ...d, signing: { ...d.signing, damagedSignature: true } }) },
  ],
  ['verdicts other than the read gave', packet({ chip_checks: [] }), 'QUARANTINED', 'chip_contradicted'],
  ['a read chip called defective', packet({ chip_unavailable: 'chip_defective' }), 'QUARANTINED', 'chip_contradicted'],
  [
    'Chip Authentication called absent',
    both(verdict('chip_authentication', { verdict: 'not_possible', reason: 'card_has_none' }), (x) =>
      packet({ chip_checks: x.evidence.reads[0]!.checks })(x),
    ),
    'REJECTED',
    'chip_not_genuine',
  ],
  [
    'the chip says otherwise than the print',
    evidence((part) => ({
      ...part,
      captures: part.captures.map((one) => ({ ...one, lines: [one.lines[0]!.replace('ZOE', 'ZOA'), one.lines[1]!] })),
    })),
    'QUARANTINED',
    'match_contradicted',
  ],
  [
    'a copy first, the true chip after',
    (x) =>
      evidence((part) => ({
        ...part,
        reads: [
          {
            ...part.reads[0]!,
            checks: part.reads[0]!.checks.map((c) =>
              c.name === 'active_authentication' ? { ...c, verdict: 'failed', reason: 'x' } : c,
            ),
          },
          part.reads[0]!,
        ],
      }))(x),
    'QUARANTINED',
    'match_contradicted',
  ],
  [
    'a file that is no base64url',
    read((one) => ({ ...one, files: { ...one.files, DG1: '!!' } })),
    'QUARANTINED',
    'evidence_malformed',
  ],
  [
    'a hundred reads',
    evidence((part) => ({ ...part, reads: Array.from({ length: 100 }, () => part.reads[0]!) })),
    'QUARANTINED',
    'evidence_malformed',
  ],
  // the print
  ['a print not looked at', packet({ printed: [] }), 'QUARANTINED', 'match_contradicted', oldCard],
  [
    'a print that differs',
    (x) => packet({ printed: x.packet.printed.map((one) => ({ ...one, answer: 'differs' })) })(x),
    'QUARANTINED',
    'match_contradicted',
    oldCard,
  ],
  [
    'a print nobody could read',
    (x) => packet({ printed: x.packet.printed.map((one) => ({ ...one, answer: 'cannot_tell' })) })(x),
    'QUARANTINED',
    'match_contradicted',
    oldCard,
  ],
  ['a comparison nobody confirmed', packet({ comparison_confirmed: false }), 'NOT_VERIFIED', 'session_incomplete'],
  // inspection, person, consent
  ['no feature', packet({ inspection: [] }), 'NOT_VERIFIED', 'inspection_incomplete'],
  ['one feature', prompts('passport_photo_in_page'), 'NOT_VERIFIED', 'inspection_incomplete'],
  [
    'one feature three times',
    prompts('passport_photo_in_page', 'passport_photo_in_page', 'passport_photo_in_page'),
    'NOT_VERIFIED',
    'inspection_incomplete',
  ],
  [
    'without the fixed one',
    prompts('passport_film_shifts', 'passport_watermark', 'passport_fine_lines'),
    'NOT_VERIFIED',
    'inspection_incomplete',
  ],
  [
    'features of another document',
    prompts('cnie_photo_in_card', 'cnie_relief', 'cnie_fine_lines'),
    'NOT_VERIFIED',
    'inspection_incomplete',
  ],
  ['features that do not exist', prompts('hologram', 'relief', 'laser'), 'NOT_VERIFIED', 'inspection_incomplete'],
  [
    'a feature that is missing',
    (x) =>
      packet({ inspection: x.packet.inspection.map((one, i) => (i === 2 ? { ...one, answer: 'absent' } : one)) })(x),
    'REJECTED',
    'inspection_failed',
  ],
  [
    'a feature nobody could tell',
    (x) =>
      packet({ inspection: x.packet.inspection.map((one, i) => (i === 2 ? { ...one, answer: 'cannot_tell' } : one)) })(
        x,
      ),
    'NOT_VERIFIED',
    'inspection_failed',
  ],
  ['another person', packet({ person: { judgement: 'different', differing: [] } }), 'REJECTED', 'person_different'],
  [
    'a person nobody judged',
    packet({ person: { judgement: null, differing: [] } }),
    'NOT_VERIFIED',
    'person_unconfirmed',
  ],
  [
    'a person undetermined',
    packet({ person: { judgement: 'undetermined', differing: [] } }),
    'NOT_VERIFIED',
    'person_unconfirmed',
  ],
  [
    'the same person with other ears',
    packet({ person: { judgement: 'same', differing: ['ears'] } }),
    'QUARANTINED',
    'person_contradiction',
  ],
  ['no consent', packet({ consent: null }), 'NOT_VERIFIED', 'consent_missing'],
  [
    'consent to no text',
    (x) => packet({ consent: { ...x.packet.consent!, textVersion: '' } })(x),
    'NOT_VERIFIED',
    'consent_missing',
  ],
  [
    'consent to a text to come',
    (x) => packet({ consent: { ...x.packet.consent!, textVersion: '2031-01' } })(x),
    'NOT_VERIFIED',
    'consent_missing',
  ],
  [
    'consent before the session',
    (x) => packet({ consent: { ...x.packet.consent!, givenAt: later(x.packet.started_at, -hour) } })(x),
    'MANUAL_REVIEW',
    'times_contradict',
  ],
  [
    'consent after the seal',
    (x) => packet({ consent: { ...x.packet.consent!, givenAt: later(x.packet.captured_at, hour) } })(x),
    'MANUAL_REVIEW',
    'times_contradict',
  ],
  // time and place
  ['another local day', packet({ local_day: '2026-06-16' }), 'QUARANTINED', 'local_day_contradicted'],
  [
    'a place that central does not know',
    both(station({ timeZone: null }), packet({ time_zone: 'Asia/Tokyo' })),
    'MANUAL_REVIEW',
    'time_zone_unknown',
  ],
  ['another time zone', packet({ time_zone: 'Asia/Tokyo' }), 'MANUAL_REVIEW', 'time_zone_differs'],
  [
    'a time zone that is none',
    both(station({ timeZone: null }), packet({ time_zone: 'Moon/Mare' })),
    'QUARANTINED',
    'local_day_contradicted',
  ],
  [
    'begun after it ended',
    (x) => packet({ started_at: later(x.packet.captured_at, hour) })(x),
    'MANUAL_REVIEW',
    'times_contradict',
  ],
  [
    'central asked after the seal',
    (x) => packet({ last_server_time: later(x.packet.captured_at, hour) })(x),
    'MANUAL_REVIEW',
    'times_contradict',
  ],
  [
    'a read of yesterday',
    read((one) => ({ ...one, at: later(one.at, -24 * hour) })),
    'MANUAL_REVIEW',
    'times_contradict',
  ],
  ['an unconfirmed time', packet({ time_proof: 'unconfirmed' }), 'MANUAL_REVIEW', 'time_unconfirmed'],
  [
    'before the application',
    application({ createdAt: '2026-06-16T08:00:00.000Z' }),
    'MANUAL_REVIEW',
    'captured_before_application',
  ],
  [
    'a visit begun before the application',
    packet({ started_at: '2026-05-20T10:00:00.000Z' }),
    'MANUAL_REVIEW',
    'captured_before_application',
  ],
  [
    'born in a commune of another country',
    declared({ birthPlace: { name: 'Saint-Denis', inseeCode: '97411', country: 'DEU' } }),
    'QUARANTINED',
    'match_contradicted',
  ],
  [
    'before the station',
    station({ registeredAt: '2026-06-16T08:00:00.000Z' }),
    'MANUAL_REVIEW',
    'captured_before_station',
  ],
  ['a month before it came', at('2026-07-15T10:00:00.000Z'), 'MANUAL_REVIEW', 'captured_long_ago'],
  ['from the future', at('2026-06-15T09:00:00.000Z'), 'REFUSED', 'clock_skew'],
  [
    'a document expired at the true day',
    at('2026-09-15T10:00:00.000Z'),
    'MANUAL_REVIEW',
    'captured_long_ago',
    { mrz: { expiryDate: '2026-07-01' } },
  ],
  // people and keys
  [
    'an operator nobody knows',
    (x) => packet({ operator: { ...x.packet.operator, operator_id: 'ghost' } })(x),
    'QUARANTINED',
    'operator_key_unknown',
  ],
  [
    'an operator in other letters',
    (x) => packet({ operator: { ...x.packet.operator, operator_id: 'Claude.Martin' } })(x),
    'QUARANTINED',
    'operator_key_unknown',
  ],
  [
    'a key nobody knows',
    (x) => packet({ operator: { ...x.packet.operator, key: keyOf('stranger').jwk } })(x),
    'QUARANTINED',
    'operator_key_unknown',
  ],
  [
    "the manager's key under the clerk's name",
    (x) => packet({ operator: { ...x.packet.operator, key: keyOf('manager').jwk } })(x),
    'QUARANTINED',
    'key_shared',
  ],
  [
    "the station's key as a clerk's",
    both(person('claude.martin', { keys: [keyOf('station').jwk] }), (x) =>
      packet({ operator: { ...x.packet.operator, key: keyOf('station').jwk } })(x),
    ),
    'QUARANTINED',
    'key_shared',
  ],
  [
    'one key under two names',
    person('marie.roux', { keys: [keyOf('manager').jwk, keyOf('clerk').jwk] }),
    'QUARANTINED',
    'key_shared',
  ],
  [
    'a role that is not theirs',
    (x) => packet({ operator: { ...x.packet.operator, role: 'manager' } })(x),
    'QUARANTINED',
    'operator_role_differs',
  ],
  [
    'revoked before',
    person('claude.martin', { revokedAt: '2026-06-15T09:00:00.000Z' }),
    'QUARANTINED',
    'operator_revoked',
  ],
  [
    'training lapsed by the roster',
    person('claude.martin', { trainedUntil: '2026-06-15' }),
    'MANUAL_REVIEW',
    'operator_training_expired',
  ],
  ['known by a station alone', person('claude.martin', { confirmed: false }), 'MANUAL_REVIEW', 'operator_unconfirmed'],
  ['by a roster too old', packet({ roster_as_of: '2026-06-12T09:59:59.000Z' }), 'MANUAL_REVIEW', 'roster_old'],
  ['without a roster', packet({ roster_as_of: null }), 'MANUAL_REVIEW', 'roster_old'],
  [
    'by a station that says of no roster, long without central',
    broken({ roster_as_of: undefined, last_server_time: '2026-06-12T09:59:59.000Z' }),
    'MANUAL_REVIEW',
    'roster_old',
  ],
  [
    'by a roster of two days, where policy has one',
    both(policy({ rosterHours: 24 }), packet({ roster_as_of: '2026-06-13T10:00:00.000Z' })),
    'MANUAL_REVIEW',
    'roster_old',
  ],
  ['their own application', application({ applicantOperatorId: 'claude.martin' }), 'NOT_VERIFIED', 'self_verification'],
  [
    'their own application, in capitals',
    application({ applicantOperatorId: 'CLAUDE.MARTIN' }),
    'NOT_VERIFIED',
    'self_verification',
  ],
  [
    'their own, with a sign nobody sees',
    application({ openedBy: 'claude\u200b.martin' }),
    'NOT_VERIFIED',
    'self_verification',
  ],
  ['a stolen station', station({ compromisedSince: '2026-06-15T09:00:00.000Z' }), 'QUARANTINED', 'station_compromised'],
  ['a retired key', (x) => ({ ...x, stationKeyRetired: true }), 'QUARANTINED', 'station_key_retired'],
  ['another station', station({ stationId: 'another' }), 'REFUSED', 'packet_signature_invalid'],
  ['a visit ended twice', (x) => ({ ...x, sessionRepeated: true }), 'MANUAL_REVIEW', 'session_repeated'],
  ['a broken chain', (x) => ({ ...x, chainBroken: true }), 'MANUAL_REVIEW', 'chain_broken'],
  // releases
  ['a mute chip without a release', mute, 'NOT_VERIFIED', 'chip_required'],
  ['a mute chip, released', released(), 'MANUAL_REVIEW', 'chip_released'],
  ['released by the clerk', released({ managerId: 'claude.martin' }, 'clerk'), 'QUARANTINED', 'override_own_case'],
  [
    'released by the clerk in capitals',
    released({ managerId: 'CLAUDE.MARTIN' }, 'manager'),
    'QUARANTINED',
    'override_own_case',
  ],
  [
    "released with the clerk's key",
    released({ manager_key: keyOf('clerk').jwk }, 'clerk'),
    'QUARANTINED',
    'key_shared',
  ],
  [
    "released with the station's key",
    released({ manager_key: keyOf('station').jwk }, 'station'),
    'QUARANTINED',
    'key_shared',
  ],
  [
    'released by nobody known',
    released({ managerId: 'nobody', manager_key: keyOf('stranger').jwk }, 'stranger'),
    'MANUAL_REVIEW',
    'override_manager_unknown',
  ],
  [
    "released with a key that is not the manager's",
    released({ manager_key: keyOf('stranger').jwk }, 'stranger'),
    'MANUAL_REVIEW',
    'override_manager_unknown',
  ],
  [
    "released with a manager's key that central came to know later",
    both(person('marie.roux', { lateKeys: [keyOf('manager').jwk] }), released()),
    'MANUAL_REVIEW',
    'override_key_unconfirmed',
  ],
  [
    'released by another clerk',
    both(person('marie.roux', { role: 'clerk' }), released()),
    'MANUAL_REVIEW',
    'override_manager_unknown',
  ],
  [
    'released by a manager revoked',
    both(person('marie.roux', { revokedAt: '2026-06-01T00:00:00.000Z' }), released()),
    'MANUAL_REVIEW',
    'override_manager_revoked',
  ],
  [
    'released by whoever set the code',
    both(person('claude.martin', { codeSetBy: 'marie.roux' }), released()),
    'MANUAL_REVIEW',
    'override_by_code_setter',
  ],
  [
    'released by one whose code the clerk set',
    both(person('marie.roux', { codeSetBy: 'claude.martin' }), released()),
    'MANUAL_REVIEW',
    'override_by_code_setter',
  ],
  [
    'released by whoever set the code, as the packet says',
    (x) => {
      const y = released()(x)
      return packet({ operator: { ...y.packet.operator, code_set_by: 'marie.roux' } })(y)
    },
    'MANUAL_REVIEW',
    'override_by_code_setter',
  ],
  [
    'released by one whose code the clerk set, as the packet says',
    released({ manager_code_set_by: 'claude.martin' }),
    'MANUAL_REVIEW',
    'override_by_code_setter',
  ],
  ['released in words nobody sees', released({ text: '\u200b'.repeat(12) }), 'NOT_VERIFIED', 'chip_required'],
  ['released in dots', released({ text: '............' }), 'NOT_VERIFIED', 'chip_required'],
  ['released for a reason of another gate', released({ reason: 'inspection_wear' }), 'NOT_VERIFIED', 'chip_required'],
  [
    'a release of another case',
    (x) => {
      const y = released()(x)
      return packet({ overrides: [{ ...y.packet.overrides[0]!, text: 'Un autre texte entier' }] })(y)
    },
    'QUARANTINED',
    'override_signature_invalid',
  ],
  [
    'a release signed by nobody',
    (x) => {
      const y = released()(x)
      return packet({ overrides: [{ ...y.packet.overrides[0]!, signature: 'a.b.c' }] })(y)
    },
    'QUARANTINED',
    'override_signature_invalid',
  ],
  [
    'released against the policy',
    both(policy({ overrideAllowed: false }), released()),
    'NOT_VERIFIED',
    'chip_required',
  ],
  ['released last year', released({ givenAt: '2025-06-15T10:00:00.000Z' }), 'MANUAL_REVIEW', 'times_contradict'],
  [
    'a release of a difference',
    (x) =>
      packet({
        overrides: [overrideBy(x, { gate: 'person_unconfirmed', reason: 'portrait_unlike_age' })],
        person: { judgement: 'different', differing: [] },
      })(x),
    'REJECTED',
    'person_different',
  ],
  // the application
  [
    'an application nobody knows',
    (x) => ({ ...x, application: null as never }),
    'MANUAL_REVIEW',
    'application_unknown',
  ],
  [
    'another application',
    application({ applicationId: '01890000-0000-7000-8000-000000000009' }),
    'REFUSED',
    'application_unknown',
  ],
  ['another reference', application({ reference: 'AAA-BBB-CCCC' }), 'MANUAL_REVIEW', 'reference_differs'],
  ['already verified', application({ status: 'verified' }), 'REJECTED', 'application_already_verified'],
  ['cancelled', application({ status: 'cancelled' }), 'REJECTED', 'application_cancelled'],
  ['refused before', application({ status: 'refused' }), 'REJECTED', 'application_refused'],
  ['expired', application({ status: 'expired' }), 'REJECTED', 'application_expired'],
  ['past its day', application({ expiresAt: '2026-06-15T10:00:00.000Z' }), 'REJECTED', 'application_expired'],
  [
    'an e-mail nobody confirmed',
    application({ emailConfirmed: false }),
    'MANUAL_REVIEW',
    'application_email_unconfirmed',
  ],
  ['a lost document', application({ reportedLost: true }), 'REJECTED', 'document_reported_lost_or_stolen'],
  ['a document of two', application({ duplicates: ['duplicate_document'] }), 'MANUAL_REVIEW', 'duplicate_document'],
  ['a person twice', application({ duplicates: ['duplicate_person'] }), 'MANUAL_REVIEW', 'duplicate_person'],
  [
    'an address in Belgium',
    (x) => x,
    'REJECTED',
    'address_not_french',
    { declared: { address: { ...caseDeclared.address, country: 'BEL' } } },
  ],
  // the declaration that the clerk had on screen
  [
    'a given name more, on a card that cuts them',
    declared({ givenNames: ['Zoé', 'Marie-Clairette'], documentType: 'cni_1995', documentNumber: '190469101234' }),
    'QUARANTINED',
    'declaration_contradicted',
    oldCard,
  ],
  [
    'another place of birth, where only the print has one',
    declared({
      birthPlace: { name: 'Lyon', inseeCode: null, country: 'FRA' },
      documentType: 'cni_1995',
      documentNumber: '190469101234',
    }),
    'QUARANTINED',
    'declaration_contradicted',
    oldCard,
  ],
  [
    'another address',
    declared({ address: { ...caseDeclared.address, lines: ['2 rue des Essais'] } }),
    'QUARANTINED',
    'declaration_contradicted',
  ],
  [
    'a commune without its code',
    declared({ birthPlace: { ...caseDeclared.birthPlace, inseeCode: null } }),
    'QUARANTINED',
    'declaration_contradicted',
  ],
  [
    'a code of another commune of the department',
    (x) => x,
    'MANUAL_REVIEW',
    'birth_place_code_differs',
    { declared: { birthPlace: { name: 'Saint-Denis', inseeCode: '97415', country: 'FRA' } } },
  ],
  [
    'a department beside the name that is not the code’s',
    (x) => x,
    'REJECTED',
    'match_failed',
    { declared: { birthPlace: { name: 'Saint-Denis (93)', inseeCode: '97411', country: 'FRA' } } },
  ],
  [
    'born in Morocco under the code of Algeria',
    (x) => x,
    'REJECTED',
    'match_failed',
    { declared: { birthPlace: { name: 'Oran', inseeCode: '99352', country: 'MAR' } } },
  ],
  [
    'bound to no declaration',
    evidence(({ declaredSha256: _, ...part }) => part),
    'MANUAL_REVIEW',
    'declaration_unbound',
  ],
  [
    'bound to another declaration',
    evidence((part) => ({ ...part, declaredSha256: '0'.repeat(64) })),
    'QUARANTINED',
    'declaration_contradicted',
  ],
  [
    'a postcode of another town',
    (x) => x,
    'MANUAL_REVIEW',
    'declaration_malformed',
    { declared: { address: { ...caseDeclared.address, postcode: '13001' } } },
  ],
  ['a phone that is none', (x) => x, 'MANUAL_REVIEW', 'declaration_malformed', { declared: { phone: '12' } }],
  ['an e-mail that is none', (x) => x, 'MANUAL_REVIEW', 'declaration_malformed', { declared: { email: 'zoe' } }],
  [
    'a country of birth that is none',
    (x) => x,
    'REJECTED',
    'match_failed',
    { declared: { birthPlace: { name: 'Saint-Denis', inseeCode: null, country: 'XQX' } } },
  ],
  // figures and verdicts beside the conclusions
  [
    'a rule without its figures',
    (x) => packet({ eligibility: x.packet.eligibility.map((one) => ({ ...one, facts: {} })) })(x),
    'QUARANTINED',
    'eligibility_contradicted',
  ],
  [
    'another last day in the figures',
    (x) =>
      packet({
        eligibility: x.packet.eligibility.map((one) =>
          one.rule === 'document_valid' ? { ...one, facts: { validUntil: '2099-01-01' } } : one,
        ),
      })(x),
    'QUARANTINED',
    'eligibility_contradicted',
  ],
  [
    'a passed rule with a reason',
    (x) =>
      packet({
        eligibility: x.packet.eligibility.map((one) => ({ ...one, reason: one.reason ?? 'document_expired' })),
      })(x),
    'QUARANTINED',
    'eligibility_contradicted',
  ],
  [
    'the register left out',
    (x) => packet({ eligibility: x.packet.eligibility.filter(({ rule }) => rule !== 'lost_stolen') })(x),
    'QUARANTINED',
    'eligibility_contradicted',
  ],
  [
    'a register not asked, and no word of it',
    (x) =>
      packet({
        eligibility: x.packet.eligibility.map((one) =>
          one.rule === 'lost_stolen' ? { ...one, verdict: 'deferred' } : one,
        ),
      })(x),
    'QUARANTINED',
    'eligibility_contradicted',
  ],
  ['a policy that central never made', packet({ policy_version: 9 }), 'MANUAL_REVIEW', 'policy_unknown'],
  [
    'a chip opened nobody knows how',
    read((one) => ({ ...one, accessProtocol: null })),
    'QUARANTINED',
    'chip_contradicted',
  ],
  [
    'a chip opened by magic',
    read((one) => ({ ...one, accessProtocol: 'PACEMAKER' })),
    'QUARANTINED',
    'chip_contradicted',
  ],
  [
    'verdicts in words of their own',
    both(verdict('signature', { detail: 'nothing of the kind' })),
    'QUARANTINED',
    'chip_contradicted',
  ],
  [
    'a passed check with a reason, in both places',
    both(verdict('access', { reason: 'csca_unknown' }), (x) => packet({ chip_checks: x.evidence.reads[0]!.checks })(x)),
    'QUARANTINED',
    'chip_contradicted',
  ],
  ['a passport said to have no chip', packet({ chip_unavailable: 'no_chip' }), 'QUARANTINED', 'chip_contradicted'],
  [
    'a card without a chip, said to be defective',
    packet({ chip_unavailable: 'chip_defective' }),
    'QUARANTINED',
    'chip_contradicted',
    oldCard,
  ],
  [
    'the print both the same and different',
    (x) => packet({ printed: [...x.packet.printed, { field: 'birth_place', answer: 'differs' }] })(x),
    'QUARANTINED',
    'match_contradicted',
    oldCard,
  ],
  ["central's time that nobody had", packet({ last_server_time: null }), 'MANUAL_REVIEW', 'times_contradict'],
  [
    'a letter beyond the last byte',
    read((one) => ({ ...one, files: { ...one.files, DG12: `${one.files.DG12}A` } })),
    'QUARANTINED',
    'evidence_malformed',
  ],
  // policy
  [
    'a chipless card where the policy wants a look',
    policy({ approveChipless: false }),
    'MANUAL_REVIEW',
    'chipless_document',
    oldCard,
  ],
  [
    'an unwitnessed chip where the policy wants a look',
    policy({ approveUnwitnessed: false }),
    'MANUAL_REVIEW',
    'chip_originality_unshown',
    permit,
  ],
  [
    'drawn by lot',
    both(policy({ reviewShare: 0.02 }), (x) => ({ ...x, draw: 0.01 })),
    'MANUAL_REVIEW',
    'random_sample',
  ],
  // told to central alone, beside any outcome
  ['a flawless approval under threat', packet({ concern: 'duress' }), 'MANUAL_REVIEW', 'clerk_duress'],
  ['an approval that somebody doubted', packet({ concern: 'suspicion' }), 'MANUAL_REVIEW', 'clerk_suspicion'],
  [
    'a cancelled visit under threat',
    packet({ outcome: 'cancelled', reasons: ['citizen_left'], concern: 'duress' }),
    'MANUAL_REVIEW',
    'clerk_duress',
  ],
  // refusals
  [
    'a flawless passport refused as underage',
    packet({ outcome: 'refused', reasons: ['citizen_underage'] }),
    'MANUAL_REVIEW',
    'refusal_ungrounded',
  ],
  [
    'a flawless passport refused as forged',
    packet({ outcome: 'refused', reasons: ['document_suspected_forged'] }),
    'MANUAL_REVIEW',
    'refusal_ungrounded',
  ],
  ['refused for nothing', packet({ outcome: 'refused', reasons: [] }), 'MANUAL_REVIEW', 'refusal_ungrounded'],
  ['approved with a reason', packet({ reasons: ['citizen_left'] }), 'NOT_VERIFIED', 'outcome_not_allowed'],
  // version 1
  [
    'a packet of version 1',
    (x) => {
      const {
        time_zone: _1,
        local_day: _2,
        time_proof: _3,
        printed: _4,
        comparison_confirmed: _5,
        chip_unavailable: _6,
        evidence_sha256: _7,
        ...old
      } = x.packet
      return { ...x, packet: { ...old, version: 1 } as never }
    },
    'MANUAL_REVIEW',
    'packet_version_old',
  ],
  ['version 1 under the name of 2', broken({ version: 3 }), 'REFUSED', 'packet_schema_invalid'],
  // poison
  ['the highest number there is', packet({ seq: 2147483647 }), 'REFUSED', 'packet_schema_invalid'],
  ['a number below one', packet({ seq: 0 }), 'REFUSED', 'packet_schema_invalid'],
  [
    'an id of 20 kB',
    (x) => packet({ operator: { ...x.packet.operator, operator_id: 'a'.repeat(20_000) } })(x),
    'REFUSED',
    'packet_schema_invalid',
  ],
  ["a NUL in a manager's id", released({ managerId: 'marie\u0000roux' }), 'REFUSED', 'packet_schema_invalid'],
  ['a NUL in the software version', packet({ software_version: '1\u0000' }), 'REFUSED', 'packet_schema_invalid'],
  ['a NUL in the reference', packet({ reference: 'A\u0000' }), 'REFUSED', 'packet_schema_invalid'],
  ['a feature of 20 kB', prompts('x'.repeat(20_000)), 'REFUSED', 'packet_schema_invalid'],
  [
    'a thousand features',
    packet({ inspection: Array.from({ length: 1000 }, () => ({ featureId: 'x', answer: 'present' as const })) }),
    'REFUSED',
    'packet_schema_invalid',
  ],
  ['a time that is none', packet({ captured_at: 'soon' }), 'REFUSED', 'packet_schema_invalid'],
  ['a day that is none', packet({ local_day: '2026-02-30' }), 'REFUSED', 'packet_schema_invalid'],
  ['no packet at all', (x) => ({ ...x, packet: null as never }), 'REFUSED', 'packet_schema_invalid'],
]

describe('a packet that is rightly signed', () => {
  test('is approved where nothing is wrong, and says what it rests on', () => {
    for (const options of [{}, permit, oldCard, { declared: { documentType: 'cnie' } } as CaseOptions]) {
      const result = judged(buildCase(options))
      expect([result.verdict, result.reasons]).toEqual(['APPROVED', []])
      expect(result.application).toBe('verified')
      expect(result.gates.every(({ state }) => state === 'open')).toBe(true)
    }
  })

  test('is approved where the station left the issuer to central, and central knows it', () => {
    const found = buildCase({ stationTrust: belgian })
    expect(found.evidence.reads[0]!.checks.find(({ name }) => name === 'chain')?.reason).toBe('csca_missing')
    const { verdict: state, reasons, application: becomes } = judged(packet({ deferred: ['chain'] })(found))
    expect([state, reasons, becomes]).toEqual(['APPROVED', [], 'verified'])
  })

  test.each(rows)('%s', (_what, forge, state, reason, options = {}) => {
    const { verdict: found, reasons, application: becomes } = judged(forge(buildCase(options)))
    expect([found, reasons.includes(reason) ? reason : reasons]).toEqual([state, reason])
    const { application: open, packet: sent } = forge(buildCase(options))
    const isOpen = open?.status === 'open'
    const moved = { REJECTED: 'refused', NOT_VERIFIED: sent?.outcome === 'approved' ? 'again' : 'unchanged' } as Record<
      string,
      string
    >
    expect(becomes).toBe((isOpen && moved[state]) || 'unchanged')
  })

  test('is tried in more than a hundred and fifty ways', () => expect(rows.length).toBeGreaterThanOrEqual(150))
})

describe('a calendar day is that of the place', () => {
  test.each([
    [
      'Noumea at 09:10 on the 18th birthday',
      '2026-06-15T22:10:00.000Z',
      'Pacific/Noumea',
      { declared: { birthDate: '2008-06-16' } },
    ],
    [
      'Papeete at 15:10 on the last day',
      '2026-06-16T01:10:00.000Z',
      'Pacific/Tahiti',
      { mrz: { expiryDate: '2026-06-15' } },
    ],
  ] as [string, string, string, CaseOptions][])('%s', (_what, time, timeZone, options) => {
    expect(judged(buildCase({ ...options, at: time, timeZone })).verdict).toBe('APPROVED')
  })
  test('and not that of Greenwich', () => {
    const birthday = { declared: { birthDate: '2008-06-16' } }
    expect(judged(buildCase({ ...birthday, at: '2026-06-15T22:10:00.000Z', timeZone: 'Europe/London' })).verdict).toBe(
      'REJECTED',
    )
  })
})

test('a grounded refusal closes the application', () => {
  const refusal = packet({ outcome: 'refused', reasons: ['document_expired'] })
  const result = judged(refusal(buildCase({ mrz: { expiryDate: '2026-06-14' } })))
  expect([result.verdict, result.application]).toEqual(['REJECTED', 'refused'])
})

test.each([
  ['a roster just in time', packet({ roster_as_of: '2026-06-12T10:00:00.000Z' })],
  ['a station that says of no roster and has just heard of central', broken({ roster_as_of: undefined })],
  [
    'a station of training, where people make themselves known',
    packet({ roster_as_of: null, environment: 'training' }),
  ],
])('who may work is settled by %s', (_what, forge) => {
  const { reasons } = judged(forge(buildCase()))
  expect(reasons).toEqual([])
})

test('a refusal needs no roster', () => {
  const refusal = packet({ outcome: 'refused', reasons: ['document_expired'], roster_as_of: null })
  const result = judged(refusal(buildCase({ mrz: { expiryDate: '2026-06-14' } })))
  expect([result.verdict, result.application]).toEqual(['REJECTED', 'refused'])
})
